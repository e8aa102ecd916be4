import VideoPlatform

/// The destination of a finished video. The file gets there in one step.
struct DestinationFile: Sendable {
    /// The number of bytes that a download leaves free on a disk.
    private static let reserve: Int64 = 16 << 20

    private var path: String
    private let folder: String
    private let replacing: Bool
    private let disk: any Disk
    /// A hidden file next to the destination, for a copy from another file system.
    private let temporary: String
    private let task: VideoTask.ID

    init(_ request: DownloadRequest, _ disk: any Disk) {
        self.disk = disk
        replacing = request.replacing
        path = request.destination
        folder = DiskPath(path).folder
        temporary = Self.temporary(for: path, of: request.task)
        task = request.task
    }

    private static func temporary(for path: String, of task: VideoTask.ID) -> String {
        let path = DiskPath(path)
        // A file name can have up to 255 bytes.
        let start = String(decoding: path.name.utf8.prefix(100), as: UTF8.self)
        return path.sibling(named: ".\(start).\(task)")
    }

    /// Returns the reason why a file can't be put at a path, as a sentence, or nil if nothing is in the way.
    ///
    /// Only a file or a symbolic link is ever replaced: a folder can't be, and a device must not be.
    static func obstacle(at path: String, replacing: Bool, on disk: any Disk) throws -> String? {
        switch try disk.entry(at: path, followingLinks: false)?.kind {
        case nil: nil
        case .folder: "There is a folder at \(path)."
        case .other: "There is a pipe, a device or a socket at \(path)."
        case .link: replacing ? nil : "There is already a symbolic link at \(path)."
        case .file: replacing ? nil : "There is already a file at \(path)."
        }
    }

    /// Returns the same destination with the final name of the file.
    func renamed(to path: String) -> DestinationFile {
        var renamed = self
        renamed.path = path
        return renamed
    }

    /// Checks, before anything is downloaded, that the file can be created at its destination.
    /// - Parameters:
    ///   - folders: The cache of writable folders.
    ///   - now: The time on the steady clock.
    ///   - previous: The video of an earlier run, which may have left an empty file with its name.
    func check(_ folders: WritableFolders, at now: Duration, _ previous: StoredVideo?) throws {
        let isReserved = try previous?.path == path && disk.size(of: path) == 0
        if let obstacle = try Self.obstacle(at: path, replacing: replacing || isReserved, on: disk) {
            throw exists(obstacle)
        }
        try folders.check(folder, on: disk, at: now)
    }

    /// Returns the file of an earlier run that ended between verifying and reporting it, or nil if the file isn't
    /// there.
    ///
    /// Call this before the part is changed, because the file may still have both names.
    func find(_ previous: StoredVideo?, _ part: PartFile) async throws -> StoredVideo? {
        guard let previous else { return nil }
        guard previous.path == path else {
            // A run that was killed while it copied to another destination may have left its copy there.
            try? disk.remove(Self.temporary(for: previous.path, of: task))
            return nil
        }
        guard try disk.entry(at: path, followingLinks: false)?.kind == .file,
            try disk.size(of: path) == previous.bytes
        else { return nil }
        let file = try disk.open(path, .read)
        guard try await previous.isContent(of: file) else { return nil }
        try file.sync()
        // A copy from another file system may still have this name too.
        try disk.remove(temporary)
        try disk.syncFolder(folder)
        try part.remove()
        return previous
    }

    /// Checks that there is space for more bytes, with a reserve for other programs.
    func checkSpace(for bytes: Int64, partsFolder: String) throws {
        let free = [partsFolder, folder].compactMap { disk.freeBytes(at: $0) }.min() ?? .max
        guard bytes.addingSaturating(Self.reserve) <= free else {
            throw VideoError(
                .storageFailed,
                "There is not enough space for the video: it needs \(bytes.counted("more byte")), and \(free) are free.",
                advice: "Nothing is lost. Free some space, then resume."
            )
        }
    }

    /// Moves a verified part to the destination durably, and removes the rest of the download.
    func commit(_ part: PartFile) throws {
        do {
            try move(part.path)
        } catch let error as DiskError where error.errno == EXDEV {
            try copy(part)
            try move(temporary)
        }
        try disk.syncFolder(folder)
        try part.remove()
    }

    private func move(_ source: String) throws {
        do {
            try disk.move(source, to: path, replacing: replacing)
        } catch let error as DiskError where error.errno == EEXIST && !replacing {
            throw exists("There is already a file at \(path).")
        } catch let error as DiskError where error.isWithoutHardLinks && !replacing {
            try moveWithoutLink(source)
        }
    }

    /// Creates an empty file with the name first, which the video then replaces. The lock on the empty file keeps
    /// other processes from doing the same, and ends with a program that is killed in between.
    private func moveWithoutLink(_ source: String) throws {
        let reservation = try disk.open(path, .update)
        defer { reservation.close() }
        guard try reservation.tryLock(), try reservation.size() == 0 else {
            throw exists("There is already a file at \(path).")
        }
        try disk.move(source, to: path, replacing: true)
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
            advice: "It was left unchanged. Choose another name, or allow it to be replaced."
        )
    }
}
