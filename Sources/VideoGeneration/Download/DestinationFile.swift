import VideoPlatform

/// Where a finished video goes, and how it gets there in one step.
struct DestinationFile: Sendable {
    /// What a download leaves free on a disk.
    private static let reserve: Int64 = 16 << 20

    private var destination: String
    private let folder: String
    private let replacing: Bool
    private let disk: any Disk
    /// A hidden file beside the destination, for a copy from another file system.
    private let temporary: String
    private let task: VideoTask.ID

    init(_ order: VideoDownload, _ disk: any Disk) {
        self.disk = disk
        replacing = order.replacing
        destination = order.destination
        let parts = destination.split(separator: "/", omittingEmptySubsequences: false)
        let above = parts.dropLast().joined(separator: "/")
        folder = above.isEmpty ? (destination.hasPrefix("/") ? "/" : ".") : above
        temporary = Self.temporary(for: destination, of: order.task)
        task = order.task
    }

    private static func temporary(for destination: String, of task: VideoTask.ID) -> String {
        let slash = destination.utf8.lastIndex(of: UInt8(ascii: "/"))
        let name = destination[(slash.map { destination.utf8.index(after: $0) } ?? destination.startIndex)...]
        // A name has room for 255 bytes.
        let start = String(decoding: name.utf8.prefix(100), as: UTF8.self)
        return "\(destination[..<name.startIndex]).\(start).\(task)"
    }

    /// Why a file cannot be put at a path, as a sentence; nil if nothing is in the way.
    ///
    /// Only a file or a symbolic link is ever replaced: a folder cannot be, and a device must not.
    static func obstacle(at path: String, replacing: Bool, on disk: any Disk) throws -> String? {
        switch try disk.entry(at: path, followingLinks: false)?.kind {
        case nil: nil
        case .folder: "There is a folder at \(path)."
        case .other: "There is a pipe, a device or a socket at \(path)."
        case .link: replacing ? nil : "There is a symbolic link at \(path) already."
        case .file: replacing ? nil : "There is a file at \(path) already."
        }
    }

    /// The same place under the name that the file gets.
    func renamed(to path: String) -> DestinationFile {
        var place = self
        place.destination = path
        return place
    }

    /// Makes sure, before anything is fetched, that the file may be there and can be made there.
    /// - Parameter verified: the video of an earlier run, whose end may have left an empty file with its name.
    func check(_ folders: WritableFolders, at now: Duration, _ verified: StoredVideo?) throws {
        let isHeld = try verified?.path == destination && disk.size(of: destination) == 0
        if let obstacle = try Self.obstacle(at: destination, replacing: replacing || isHeld, on: disk) {
            throw exists(obstacle)
        }
        try folders.check(folder, on: disk, at: now)
    }

    /// The file of an earlier run that ended between verifying and saying so; nil where it is not there.
    ///
    /// To be asked before the part is touched: the file may still have both names.
    func find(_ verified: StoredVideo?, _ part: PartFile) async throws -> StoredVideo? {
        guard let verified else { return nil }
        guard verified.path == destination else {
            // A run that was killed on its way to another place may have left its copy there.
            try? disk.remove(Self.temporary(for: verified.path, of: task))
            return nil
        }
        guard try disk.entry(at: destination, followingLinks: false)?.kind == .file,
            try disk.size(of: destination) == verified.bytes
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
            throw exists("There is a file at \(destination) already.")
        } catch let error as DiskError where error.isWithoutHardLinks && !replacing {
            try moveWithoutLink(path)
        }
    }

    /// Takes the name with an empty file first, which the video then replaces. The lock on it keeps others from doing
    /// the same, and ends with a program that is killed in between.
    private func moveWithoutLink(_ path: String) throws {
        let holder = try disk.open(destination, .update)
        defer { holder.close() }
        guard try holder.tryLock(), try holder.size() == 0 else {
            throw exists("There is a file at \(destination) already.")
        }
        try disk.move(path, to: destination, replacing: true)
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

    private func exists(_ obstacle: String) -> VideoError {
        VideoError(
            .storageFailed,
            obstacle,
            advice: "It was left as it is. Choose another name, or ask for it to be replaced."
        )
    }
}
