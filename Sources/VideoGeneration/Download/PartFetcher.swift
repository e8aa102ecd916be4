/// Downloads the bytes of one video into its part, and decides which link to use, when to retry, and when to get a
/// fresh link.
struct PartFetcher {
    /// The number of bytes in one exchange from which the download continues immediately, without a wait and
    /// without using up a retry.
    static let minimumProgress: Int64 = 32 << 10
    private static let maximumPages = 3

    let downloader: VideoDownloader
    let request: DownloadRequest
    let journal: any DownloadJournal
    let part: PartFile
    let report: @Sendable (DownloadProgress) -> Void
    private let destination: DestinationFile
    let exchange: LinkExchange
    var links: DownloadLinks
    /// The links that the provider gave last.
    var given: DownloadLinks
    /// Whether the content route was tried since then.
    var isRouteTried = false
    /// The time on the steady clock until which a missing video is requested again, or nil if it hasn't been
    /// missing yet.
    var settlingEnd: Duration?
    var settlings = 0
    /// The number of failures in a row.
    var failures = 0
    /// The number of fresh links in a row that didn't help.
    var refreshes = 0
    /// The number of pages in a row that led to other links.
    private var pages = 0
    /// Whether a slow connection is accepted.
    var acceptsSlowLink = false
    /// How many times the rest was divided among several connections.
    var splits = 0

    init(
        _ downloader: VideoDownloader,
        _ request: DownloadRequest,
        _ journal: any DownloadJournal,
        _ part: PartFile,
        report: @escaping @Sendable (DownloadProgress) -> Void
    ) {
        self.downloader = downloader
        self.request = request
        self.journal = journal
        self.part = part
        self.report = report
        links = DownloadLinks(request.outputs, for: request)
        given = links
        destination = DestinationFile(request, downloader.disk)
        exchange = LinkExchange(
            transport: downloader.transport,
            clock: downloader.clock,
            policy: LinkPolicy(origin: request.origin),
            credential: request.credential
        )
    }

    /// The hash of the video, or nil if the provider doesn't give one.
    var sha256: String? { links.sha256 }

    /// Downloads until every byte is present.
    /// - Throws: ``VideoError``, `DiskError`, or `CancellationError`. The received bytes are then safe.
    mutating func run() async throws {
        while !part.isComplete {
            try Task.checkCancellation()
            if links.current == nil { try await refresh(after: nil) }
            guard let link = links.current else {
                throw VideoError(.outputMissing, "The provider did not name a video to download.")
            }
            let before = part.written.count
            let start = downloader.clock.uptime
            do {
                try await fetch(link)
                if part.written.count > before { noteProgress(at: link) }
            } catch {
                try part.checkpoint()
                let gained = part.written.count - before
                let seconds = (downloader.clock.uptime - start).seconds
                // Very slow bytes don't count as progress, and neither do responses of a few bytes: otherwise
                // neither would ever end.
                let isShort = gained < Self.minimumProgress && (error as? VideoError)?.code == .truncated
                let isFair =
                    !isShort && Double(gained) >= max(1, seconds * Double(downloader.limits.http.minimumSpeed))
                if isFair { noteProgress(at: link) }
                if let slow = error as? DownloadSink.TooSlow {
                    try await handleSlowLink(slow, link)
                    continue
                }
                let problem = try LinkProblem(error)
                let continuesAtOnce = isFair && gained >= Self.minimumProgress && problem.kind == .transient
                if !continuesAtOnce { try await handle(problem, of: link) }
            }
        }
    }

    private mutating func noteProgress(at link: DownloadLink) {
        downloader.quotas.deposit(at: link.url.origin)
        failures = 0
        refreshes = 0
        pages = 0
    }

    // MARK: - One exchange

    private mutating func fetch(_ link: DownloadLink) async throws {
        if case .inline(let content) = link.output.source { return try await fetch(content, of: link) }
        let manifest = part.manifest
        let before = part.written.count
        let canResume = manifest.canResume(at: link.url)
        let gap = canResume ? part.written.gaps(in: manifest.total ?? .max).first : nil
        let range = RangeRequest(
            offset: gap?.lowerBound ?? 0,
            end: gap.flatMap { $0.upperBound == manifest.total ?? .max ? nil : $0.upperBound },
            validator: canResume ? manifest.validator : nil,
            total: canResume ? manifest.total : nil
        )
        var limits = downloader.limits.http
        if links.hasAlternative {
            limits.connect = min(limits.connect, downloader.limits.responseTimeout)
            limits.head = min(limits.head, downloader.limits.responseTimeout)
            limits.idle = min(limits.idle, downloader.limits.responseTimeout)
        }
        let isEarly = part.written.count <= (manifest.total ?? .max) / 4
        var context = context(for: link)
        context.hasAlternative = !acceptsSlowLink && isEarly && links.hasAlternative
        context.maySplit = !acceptsSlowLink && downloader.limits.connections > 1
        switch try await exchange.send(link, range, timeouts: limits, context) {
        case .bytes:
            if part.written.count == 0 {
                throw VideoError(.notAVideo, "The video's link returned an empty file.", isTransient: true)
            }
            // Without a declared length, the end of the exchange is the end of the file. The inspection makes the
            // final check.
            guard let total = part.manifest.total else { return try end(link) }
            let hasWholeRange = part.written.gaps(in: total).first.map { $0.lowerBound >= range.end ?? total } ?? true
            let gained = part.written.count - before
            if !hasWholeRange, gained < Self.minimumProgress {
                throw VideoError(
                    .truncated,
                    "The server sent only \(gained.counted("byte")).",
                    advice: "The bytes received so far are kept. Resume to continue.",
                    isTransient: true
                )
            }
        case .complete where part.written.end == part.written.contiguous: part.end(at: part.written.contiguous)
        case .complete: try await restart(because: "the server has fewer bytes than expected")
        case .mismatch(let reason): try await restart(because: reason)
        case .redirect: throw LinkProblem(.permanent, VideoError(.unsafeURL, "A redirect could not be followed."))
        case .other(let response): try await read(response, of: link)
        }
    }

    /// Discards the present bytes, which don't belong to the server's file.
    private func restart(because reason: String) async throws {
        try await part.restart()
        throw VideoError(.malformedResponse, "The download had to start over: \(reason).", isTransient: true)
    }

    /// Treats the end of an exchange as the end of a file whose size the server didn't declare.
    private func end(_ link: DownloadLink) throws {
        let size = part.written.contiguous
        if let declared = link.output.size, size < declared {
            throw VideoError(.truncated, "The response ended after \(size) of \(declared) bytes.", isTransient: true)
        }
        part.end(at: size)
    }

    func context(for link: DownloadLink) -> DownloadSink.Context {
        let maximum = downloader.limits.maximumSize
        return DownloadSink.Context(
            part: part,
            link: link.url,
            clock: downloader.clock,
            admit: { [part, destination, request] size in
                guard size <= maximum else {
                    throw VideoError(
                        .sizeLimitExceeded,
                        "The file has at least \(size) bytes, and the limit is \(maximum).",
                        advice: "The video is still at the provider. Raise the limit if the file is really a video."
                    )
                }
                try destination.checkSpace(for: size - part.written.count, partsFolder: request.partsFolder)
            },
            report: report
        )
    }

    /// Interprets a response that isn't a video: its status is a problem, or its JSON leads to the video.
    mutating func read(_ response: HTTPResponse, of link: DownloadLink) async throws {
        if let problem = LinkProblem(response, of: link, now: downloader.clock.now) { throw problem }
        guard !response.body.isEmpty else {
            throw VideoError(
                .notAVideo,
                "The video's link returned an empty response.",
                isTransient: true,
                httpStatus: response.status
            )
        }
        guard response.body.first(where: { !" \t\r\n".utf8.contains($0) }) == UInt8(ascii: "{") else {
            throw VideoError(
                .notAVideo,
                "The video's link returned a page of text instead of the video.",
                advice: "Nothing was saved. The video was bought and is still at the provider.",
                isTransient: true,
                httpStatus: response.status
            )
        }
        pages += 1
        let outputs = try journal.outputs(fromUnexpectedResponse: response, to: link.output)
        guard pages <= Self.maximumPages, !outputs.isEmpty else {
            throw VideoError(.notAVideo, "The video's link returned JSON without a link instead of the video.")
        }
        links = DownloadLinks(outputs, for: request)
    }
}
