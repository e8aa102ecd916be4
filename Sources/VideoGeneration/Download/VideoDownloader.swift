/// Downloads a video: continues an earlier download, verifies the file, and only then gives it its name.
///
/// A part file and its sidecar survive any crash, and only bytes that provably belong together are combined. The
/// file appears at its destination in one step, complete, and no other file remains.
package struct VideoDownloader: Sendable {
    let transport: any HTTPTransport
    let disk: any Disk
    let clock: any EngineClock
    let random: any RandomSource
    let policy: RetryPolicy
    let quotas: RetryQuotas
    let limits: DownloadLimits
    /// The cache of writable folders, shared by the downloads of one client.
    var folders = WritableFolders()

    /// Creates a downloader.
    /// - Parameters:
    ///   - transport: The transport for the download.
    ///   - disk: The disk to write to.
    ///   - clock: The clock for deadlines and for waits between retries.
    ///   - random: The random source for jitter.
    ///   - policy: The retry policy.
    ///   - quotas: The remaining retries of each host, shared with the pollers.
    ///   - limits: The limits of a download.
    package init(
        transport: any HTTPTransport,
        disk: any Disk = POSIXDisk(),
        clock: any EngineClock = SystemClock(),
        random: any RandomSource = SystemRandom(),
        policy: RetryPolicy = RetryPolicy(),
        quotas: RetryQuotas = RetryQuotas(),
        limits: DownloadLimits = DownloadLimits()
    ) {
        self.transport = transport
        self.disk = disk
        self.clock = clock
        self.random = random
        self.policy = policy
        self.quotas = quotas
        self.limits = limits
    }

    /// Downloads a video, verifies it and moves it to its destination.
    /// - Parameters:
    ///   - request: The video to download, and its destination.
    ///   - journal: The record of the download, and the source of fresh links.
    ///   - progress: Called as bytes arrive, at most ten times a second, on the thread that receives them. It must
    ///     return quickly, because other downloads wait for it.
    /// - Returns: The file, which survives a power loss, or the task if the journal says that it is stored already.
    /// - Throws: ``VideoError``: `busy` if another process is downloading this task, `outputExpired` if no link
    ///   works any more, `notAVideo` if the file isn't a video, `unexpectedFormat` if it isn't an MP4,
    ///   `storageFailed` if the disk fails. `CancellationError` if the Swift task is cancelled. The received bytes
    ///   are kept in every case, and the next call continues from them.
    package func download(
        _ request: DownloadRequest,
        journal: any DownloadJournal,
        progress: @escaping @Sendable (DownloadProgress) -> Void = { _ in }
    ) async throws -> DownloadResult {
        try await disk.withDiskExecutor {
            do { return try await store(request, journal, progress) } catch let error as DiskError {
                throw VideoError(storage: error, doing: "save the video")
            }
        }
    }

    private func store(
        _ request: DownloadRequest,
        _ journal: any DownloadJournal,
        _ progress: @escaping @Sendable (DownloadProgress) -> Void
    ) async throws -> DownloadResult {
        let part = try PartFile(
            task: request.task,
            label: request.label,
            in: request.partsFolder,
            disk: disk,
            clock: clock
        )
        defer { part.close() }
        if case .alreadyStored(let task) = try await journal.willFetch() { return .alreadyStored(task) }
        let destination = DestinationFile(request, disk)
        let previous = try await journal.previousResult()
        if let video = try await destination.find(previous, part) { return .saved(video) }
        try destination.check(folders, at: clock.uptime, previous)
        let kept = try await reuse(previous, request, part)
        let video = if let kept { kept } else { try await fetch(request, journal, into: part, progress) }
        do {
            try part.sync()
            try await journal.didVerify(video)
            try destination.renamed(to: video.path).commit(part)
        } catch {
            // Without a record of the verified file, the sidecar has to identify the bytes.
            if (try? disk.size(of: part.path)) != nil { try? part.checkpoint() }
            throw error
        }
        return .saved(video)
    }

    /// Returns the video of an earlier run that ended between verifying the file and giving it its name, or nil if
    /// the part isn't that video. It is used unchanged, even if the destination is a different one now.
    private func reuse(
        _ previous: StoredVideo?,
        _ request: DownloadRequest,
        _ part: PartFile
    ) async throws -> StoredVideo? {
        guard var video = previous, try await part.matches(video) else { return nil }
        video.path = path(of: request, try kind(of: part))
        return video
    }

    /// Downloads and verifies the video. If the verification fails, downloads it once more from the start.
    private func fetch(
        _ request: DownloadRequest,
        _ journal: any DownloadJournal,
        into part: PartFile,
        _ progress: @escaping @Sendable (DownloadProgress) -> Void
    ) async throws -> StoredVideo {
        try await part.truncateToCheckpoint()
        let isOnlyCopy = request.mayBeOnlyCopy && part.isComplete
        if part.isComplete, !isOnlyCopy, request.label == nil, !limits.acceptsAny, try kind(of: part) != nil {
            try await part.restart()
        }
        var failures = 0
        while true {
            var fetcher = PartFetcher(self, request, journal, part, report: ProgressMeter(clock, progress).report)
            try await fetcher.run()
            do {
                return try await verify(request, part, sha256: fetcher.sha256)
            } catch let error as VideoError where error.code == .unexpectedFormat {
                // Another try would return the same file. It is kept and can be saved unchanged.
                try part.checkpoint()
                throw error
            } catch var error as VideoError {
                failures += 1
                guard failures < 2, !isOnlyCopy else {
                    error.advice =
                        isOnlyCopy
                        ? "The video was bought. The file that the provider sent is kept in \(part.path)."
                        : "The video was bought and stays at the provider. The file is kept in \(part.path)."
                    throw error
                }
                try await part.restart()
            }
        }
    }

    /// Verifies a complete part.
    private func verify(
        _ request: DownloadRequest,
        _ part: PartFile,
        sha256 expected: String?
    ) async throws -> StoredVideo {
        guard request.label == nil else { return try await verifyExtra(request, part, sha256: expected) }
        let kind = try kind(of: part)
        if let kind, !limits.acceptsAny { throw VideoError(unexpected: kind) }
        let movie = kind == nil ? try part.inspect() : nil
        return StoredVideo(
            path: path(of: request, kind),
            bytes: part.written.count,
            sha256: try await checkedHash(of: part, expected),
            width: movie?.width ?? 0,
            height: movie?.height ?? 0,
            seconds: movie?.seconds ?? 0,
            codec: movie?.codec ?? "",
            format: kind?.name
        )
    }

    /// Verifies a complete part of an output besides the video, and adds the suffix of its format to its name. A second
    /// video has to be an MP4.
    private func verifyExtra(
        _ request: DownloadRequest,
        _ part: PartFile,
        sha256 expected: String?
    ) async throws -> StoredVideo {
        guard let format = FileKind(request.kind, head: try part.read(at: 0, count: FileKind.headLength)) else {
            throw VideoError(.notAVideo, "The file has an unexpected format.")
        }
        if request.kind == .video { _ = try part.inspect() }
        return StoredVideo(
            path: request.destination + "." + format.suffix,
            bytes: part.written.count,
            sha256: try await checkedHash(of: part, expected),
            width: 0,
            height: 0,
            seconds: 0,
            codec: "",
            format: format.name
        )
    }

    private func checkedHash(of part: PartFile, _ expected: String?) async throws -> String {
        let sha256 = try await part.sha256()
        if let expected, expected.lowercased() != sha256 {
            throw VideoError(
                .notAVideo,
                "The SHA-256 of the file differs from the one that the provider gave."
            )
        }
        return sha256
    }

    private func kind(of part: PartFile) throws -> FileKind? {
        FileKind(head: try part.read(at: 0, count: FileKind.headLength))
    }

    /// Returns the path of the file. A name without a suffix gets one if any kind of file is accepted.
    private func path(of request: DownloadRequest, _ kind: FileKind?) -> String {
        let name = DiskPath(request.destination).name
        guard limits.acceptsAny, !name.dropFirst().contains(".") else { return request.destination }
        return request.destination + "." + (kind?.suffix ?? "mp4")
    }
}
