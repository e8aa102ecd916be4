/// Brings a video home: resumes what was begun, verifies what came, and gives it its name only then.
///
/// A part file and its sidecar survive any crash; only bytes that provably belong together are put
/// together. The file appears at its destination in one step, complete, and nothing else is left.
public struct VideoDownloader: Sendable {
    let transport: any HTTPTransport
    let disk: any Disk
    let clock: any EngineClock
    let random: any RandomSource
    let policy: RetryPolicy
    let budgets: RetryQuotas
    let limits: DownloadLimits
    /// Shared by the downloads of one client.
    var folders = WritableFolders()

    /// Makes a downloader.
    /// - Parameters:
    ///   - transport: what the bytes travel over.
    ///   - disk: where they are written.
    ///   - clock: what waits between tries.
    ///   - random: what the jitter is drawn from.
    ///   - policy: when to try again.
    ///   - budgets: the retries that each host has left, shared with the pollers.
    ///   - limits: what a download may take.
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

    /// Downloads a video, verifies it and puts it in its place.
    /// - Parameters:
    ///   - order: what to download, and where to.
    ///   - progress: called as bytes arrive, ten times a second at most, on the thread that receives them: be quick, or
    ///     other downloads wait.
    ///   - verified: called when every byte is here and agrees, before the file gets its name: what it
    ///     writes down leads back to the file after a crash; see ``VideoDownload/verified``.
    /// - Returns: the file, which outlives a power loss.
    /// - Throws: ``VideoError``; `busy` where another process is at this task, `outputExpired` where no link
    ///   works any more, `notAVideo` where something else came, `storageFailed` where the disk fails.
    ///   `CancellationError` on cancellation. What has come is kept in every case, and the next call goes on.
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
            let earlier = try order.verified()
            if let stored = try await place.find(earlier, part) { return stored }
            try place.check(folders, at: clock.uptime, earlier)
            let kept = try await keep(earlier, order, part)
            let stored = if let kept { kept } else { try await fetch(order, into: part, progress) }
            do {
                try part.sync()
                try await verified(stored)
                try place.renamed(to: stored.path).take(part)
            } catch {
                // Where no record is kept of what was verified, it is the sidecar that vouches for the bytes.
                if (try? disk.size(of: part.path)) != nil { try? part.checkpoint() }
                throw error
            }
            return stored
        } catch let error as DiskError {
            throw VideoError(storage: error, doing: "save the video")
        }
    }

    /// The video of an earlier run that ended between verifying it and giving it its name: it is taken as it is,
    /// wherever it is to go now. Nil where the part is not that video.
    private func keep(_ verified: StoredVideo?, _ order: VideoDownload, _ part: PartFile) async throws -> StoredVideo? {
        guard var video = verified, try await part.holds(video) else { return nil }
        video.path = path(of: order, try kind(of: part))
        return video
    }

    /// Fetches and verifies. Bytes that do not pass are fetched once more, from the start.
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
                // Another try would bring the same: what came is kept, and can be taken as it is.
                try part.checkpoint()
                throw VideoError.otherFile(other.kind)
            } catch var error as VideoError {
                refusals += 1
                guard refusals < 2 else {
                    error.advice = "The video was bought and stays at the provider. What came is kept in \(part.path)."
                    throw error
                }
                try await part.restart()
            }
        }
    }

    /// Holds a complete part against what it should be.
    private func verify(_ order: VideoDownload, _ part: PartFile, sha256 told: String?) async throws -> StoredVideo {
        let kind = try kind(of: part)
        if let kind, !limits.acceptsAny { throw OtherFile(kind: kind) }
        let film = kind == nil ? try part.inspect() : nil
        let sha256 = try await part.sha256()
        if let told, told.lowercased() != sha256 {
            throw VideoError(
                .notAVideo,
                "The bytes are not the ones that the provider named: their SHA-256 differs."
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

    /// Where the file goes: a name without a suffix gets one if any kind of file may come.
    private func path(of order: VideoDownload, _ kind: FileKind?) -> String {
        let name = order.destination.split(separator: "/").last ?? ""
        guard limits.acceptsAny, !name.dropFirst().contains(".") else { return order.destination }
        return order.destination + "." + (kind?.suffix ?? "mp4")
    }

    /// A file that is whole as far as its size tells, and no MP4.
    private struct OtherFile: Error {
        let kind: FileKind
    }
}
