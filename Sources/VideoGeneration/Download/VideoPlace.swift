import VideoPlatform

/// Where a finished video goes, and how it gets there in one step.
struct VideoPlace: Sendable {
    /// What a download leaves free on a disk.
    private static let reserve: Int64 = 16 << 20

    private var destination: String
    private let folder: String
    private let replacing: Bool
    private let disk: any Disk
    /// A hidden file beside the destination, for a copy from another file system.
    private let temporary: String

    init(_ order: VideoDownload, _ disk: any Disk) {
        self.disk = disk
        replacing = order.replacing
        destination = order.destination
        let parts = destination.split(separator: "/", omittingEmptySubsequences: false)
        let above = parts.dropLast().joined(separator: "/")
        folder = above.isEmpty ? (destination.hasPrefix("/") ? "/" : ".") : above
        temporary = "\(folder)/.\((parts.last ?? "").prefix(100)).\(order.task)"
    }

    /// The same place under the name that the file gets.
    func renamed(to path: String) -> VideoPlace {
        var place = self
        place.destination = path
        return place
    }

    /// Makes sure, before anything is fetched, that the file may be there and can be made there.
    func check(_ folders: WritableFolders, at now: Duration) throws {
        if !replacing, try disk.size(of: destination) != nil { throw exists() }
        try folders.check(folder, on: disk, at: now)
    }

    /// The file of an earlier run that ended between verifying and saying so; nil where it is not there.
    ///
    /// To be asked before the part is touched: the file may still have both names.
    func find(_ verified: StoredVideo?, _ part: PartFile) async throws -> StoredVideo? {
        guard let verified, verified.path == destination, try disk.size(of: destination) == verified.bytes
        else { return nil }
        let file = try disk.open(destination, .read)
        guard try await verified.isContent(of: file) else { return nil }
        try file.sync()
        // A copy from another file system may still have this name as well.
        try disk.remove(temporary)
        try disk.syncFolder(folder)
        try part.remove()
        return verified
    }

    /// Makes sure that there is room for more bytes, with a little left over for everybody else.
    func checkRoom(for bytes: Int64, partsFolder: String) throws {
        let free = [partsFolder, folder].compactMap { disk.freeBytes(at: $0) }.min() ?? .max
        guard bytes.addingSaturating(Self.reserve) <= free else {
            throw VideoError(
                .storageFailed,
                "There is no room for the video: it needs \(bytes.counted("more byte")), and there is room for \(free).",
                advice: "Nothing is lost. Make room, then resume."
            )
        }
    }

    /// Puts a verified part in the place, durably, and removes what belonged to it.
    func take(_ part: PartFile) throws {
        do {
            try move(part.path)
        } catch let error as DiskError where error.errno == EXDEV {
            try copy(part)
            try move(temporary)
        }
        try disk.syncFolder(folder)
        try part.remove()
    }

    private func move(_ path: String) throws {
        do {
            try disk.move(path, to: destination, replacing: replacing)
        } catch let error as DiskError where error.errno == EEXIST && !replacing {
            throw exists()
        }
    }

    private func copy(_ part: PartFile) throws {
        let copy = try disk.open(temporary, .update)
        defer { copy.close() }
        do {
            try copy.truncate(to: 0)
            var offset: Int64 = 0
            while true {
                let bytes = try part.read(at: offset, count: 1 << 18)
                if bytes.isEmpty { break }
                try copy.write(bytes, at: offset)
                offset += Int64(bytes.count)
            }
            try copy.sync()
        } catch {
            try? disk.remove(temporary)
            throw error
        }
    }

    private func exists() -> VideoError {
        VideoError(
            .storageFailed,
            "There is a file at \(destination) already.",
            advice: "It was left as it is. Choose another name, or ask for it to be replaced."
        )
    }
}
