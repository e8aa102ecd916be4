/// Downloads a video: continues an earlier download, verifies the file, and only then gives it its name.
///
/// A part file and its sidecar survive any crash, and only bytes that provably belong together are combined. The
/// file appears at its destination in one step, complete, and no other file remains.
public struct VideoDownloader: Sendable {
    let transport: any HTTPTransport
    let disk: any Disk
    let clock: any EngineClock
    let random: any RandomSource
    let policy: RetryPolicy
    let budgets: RetryQuotas
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
    ///   - budgets: The remaining retries of each host, shared with the pollers.
    ///   - limits: The limits of a download.
    public init(
        transport: any HTTPTransport,
        disk: any Disk = POSIXDisk(),
        clock: any EngineClock = SystemClock(),
        random: any RandomSource = SystemRandom(),
        policy: RetryPolicy = RetryPolicy(),
        budgets: RetryQuotas = RetryQuotas(),
        limits: DownloadLimits = DownloadLimits()
    ) {
        self.transport = transport
        self.disk = disk
        self.clock = clock
        self.random = random
        self.policy = policy
        self.budgets = budgets
        self.limits = limits
    }

    /// Downloads a video, verifies it and moves it to its destination.
    /// - Parameters:
    ///   - order: The video to download, and its destination.
    ///   - progress: Called as bytes arrive, at most ten times a second, on the thread that receives them. It must
    ///     return quickly, because other downloads wait for it.
    ///   - verified: Called when every byte is present and verified, before the file gets its name. A record that
    ///     it writes leads back to the file after a crash; see ``VideoDownload/verified``.
    /// - Returns: The file, which survives a power loss.
    /// - Throws: ``VideoError``: `busy` if another process is downloading this task, `outputExpired` if no link
    ///   works any more, `notAVideo` if the file isn't a video, `storageFailed` if the disk fails.
    ///   `CancellationError` if the Swift task is cancelled. The received bytes are kept in every case, and the
    ///   next call continues from them.
    public func download(
        _ order: VideoDownload,
        progress: @escaping @Sendable (DownloadProgress) -> Void = { _ in },
        verified: (StoredVideo) async throws -> Void = { _ in }
    ) async throws -> StoredVideo {
        try await disk.onThreads { try await store(order, progress, verified) }
    }

    private func store(
        _ order: VideoDownload,
        _ progress: @escaping @Sendable (DownloadProgress) -> Void,
        _ verified: (StoredVideo) async throws -> Void
    ) async throws -> StoredVideo {
        do {
            let part = try PartFile(task: order.task, in: order.partsFolder, disk: disk, clock: clock)
            defer { part.close() }
            try await order.begun()
            let place = DestinationFile(order, disk)
            let earlier = try await order.verified()
            if let stored = try await place.find(earlier, part) { return stored }
            try place.check(folders, at: clock.uptime, earlier)
            let kept = try await keep(earlier, order, part)
            let stored = if let kept { kept } else { try await fetch(order, into: part, progress) }
            do {
                try part.sync()
                try await verified(stored)
                try place.renamed(to: stored.path).take(part)
            } catch {
                // Without a record of the verified file, the sidecar has to identify the bytes.
                if (try? disk.size(of: part.path)) != nil { try? part.checkpoint() }
                throw error
            }
            return stored
        } catch let error as DiskError {
            throw VideoError(storage: error, doing: "save the video")
        }
    }

    /// Returns the video of an earlier run that ended between verifying the file and giving it its name, or nil if
    /// the part isn't that video. It is used unchanged, even if the destination is a different one now.
    private func keep(_ verified: StoredVideo?, _ order: VideoDownload, _ part: PartFile) async throws -> StoredVideo? {
        guard var video = verified, try await part.holds(video) else { return nil }
        video.path = path(of: order, try kind(of: part))
        return video
    }

    /// Downloads and verifies the video. If the verification fails, downloads it once more from the start.
    private func fetch(
        _ order: VideoDownload,
        into part: PartFile,
        _ progress: @escaping @Sendable (DownloadProgress) -> Void
    ) async throws -> StoredVideo {
        try await part.cutBack()
        if part.isComplete, !limits.acceptsAny, try kind(of: part) != nil { try await part.restart() }
        var refusals = 0
        while true {
            var fetcher = PartFetcher(self, order, part, report: ProgressMeter(clock, progress).report)
            try await fetcher.run()
            do {
                return try await verify(order, part, sha256: fetcher.sha256)
            } catch let other as OtherFile {
                // Another try would return the same file. It is kept and can be saved as it is.
                try part.checkpoint()
                throw VideoError.otherFile(other.kind)
            } catch var error as VideoError {
                refusals += 1
                guard refusals < 2 else {
                    error.advice = "The video was bought and stays at the provider. The file is kept in \(part.path)."
                    throw error
                }
                try await part.restart()
            }
        }
    }

    /// Verifies a complete part.
    private func verify(_ order: VideoDownload, _ part: PartFile, sha256 told: String?) async throws -> StoredVideo {
        let kind = try kind(of: part)
        if let kind, !limits.acceptsAny { throw OtherFile(kind: kind) }
        let film = kind == nil ? try part.inspect() : nil
        let sha256 = try await part.sha256()
        if let told, told.lowercased() != sha256 {
            throw VideoError(
                .notAVideo,
                "The SHA-256 of the file differs from the one that the provider gave."
            )
        }
        return StoredVideo(
            path: path(of: order, kind),
            bytes: part.written.count,
            sha256: sha256,
            width: film?.width ?? 0,
            height: film?.height ?? 0,
            seconds: film?.seconds ?? 0,
            codec: film?.codec ?? "",
            format: kind?.name
        )
    }

    private func kind(of part: PartFile) throws -> FileKind? {
        FileKind(head: try part.read(at: 0, count: FileKind.headLength))
    }

    /// Returns the path of the file. A name without a suffix gets one if any kind of file is accepted.
    private func path(of order: VideoDownload, _ kind: FileKind?) -> String {
        let name = order.destination.split(separator: "/").last ?? ""
        guard limits.acceptsAny, !name.dropFirst().contains(".") else { return order.destination }
        return order.destination + "." + (kind?.suffix ?? "mp4")
    }

    /// The error for a file that is complete according to its size but isn't an MP4.
    private struct OtherFile: Error {
        let kind: FileKind
    }
}
