/// Downloads the bytes of one video into its part, and decides which link to use, when to retry, and when to get a
/// fresh link.
struct PartFetcher {
    /// The number of bytes in one exchange from which the download continues immediately, without a wait and
    /// without using up a retry.
    static let worthwhile: Int64 = 32 << 10
    private static let maximumPages = 3

    let downloader: VideoDownloader
    let order: VideoDownload
    let part: PartFile
    let report: @Sendable (DownloadProgress) -> Void
    private let place: DestinationFile
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
    var isPatient = false
    /// How many times the rest was divided among several connections.
    var splits = 0

    init(
        _ downloader: VideoDownloader,
        _ order: VideoDownload,
        _ part: PartFile,
        report: @escaping @Sendable (DownloadProgress) -> Void
    ) {
        self.downloader = downloader
        self.order = order
        self.part = part
        self.report = report
        links = DownloadLinks(order.outputs)
        given = links
        place = DestinationFile(order, downloader.disk)
        exchange = LinkExchange(
            transport: downloader.transport,
            policy: LinkPolicy(origin: order.origin),
            credential: order.credential
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
                let isShort = gained < Self.worthwhile && (error as? VideoError)?.code == .truncated
                let isFair =
                    !isShort && Double(gained) >= max(1, seconds * Double(downloader.limits.http.minimumSpeed))
                if isFair { noteProgress(at: link) }
                if let slow = error as? DownloadSink.TooSlow {
                    try await hurry(slow, link)
                    continue
                }
                let problem = try LinkProblem(error)
                let isWorthwhile = isFair && gained >= Self.worthwhile && problem.kind == .passing
                if !isWorthwhile { try await handle(problem, of: link) }
            }
        }
    }

    private mutating func noteProgress(at link: DownloadLink) {
        downloader.budgets.deposit(at: link.url.origin)
        failures = 0
        refreshes = 0
        pages = 0
    }

    // MARK: - One exchange

    private mutating func fetch(_ link: DownloadLink) async throws {
        let record = part.record
        let before = part.written.count
        let canResume = record.canResume(at: link.url)
        let gap = canResume ? part.written.gaps(in: record.total ?? .max).first : nil
        let question = RangeRequest(
            offset: gap?.lowerBound ?? 0,
            end: gap.flatMap { $0.upperBound == record.total ?? .max ? nil : $0.upperBound },
            validator: canResume ? record.validator : nil,
            total: canResume ? record.total : nil
        )
        var limits = downloader.limits.http
        if links.hasAlternative {
            limits.connect = min(limits.connect, downloader.limits.patience)
            limits.head = min(limits.head, downloader.limits.patience)
            limits.idle = min(limits.idle, downloader.limits.patience)
        }
        let isEarly = part.written.count <= (record.total ?? .max) / 4
        var setting = setting(for: link)
        setting.hasAlternative = !isPatient && isEarly && links.hasAlternative
        setting.maySplit = !isPatient && downloader.limits.connections > 1
        switch try await exchange.ask(link, question, timeouts: limits, setting) {
        case .bytes:
            if part.written.count == 0 {
                throw VideoError(.notAVideo, "The video's link returned an empty file.", isTransient: true)
            }
            // Without a declared length, the end of the exchange is the end of the file. The inspection makes the
            // final check.
            guard let total = part.record.total else { return try end(link) }
            let isAnswered = part.written.gaps(in: total).first.map { $0.lowerBound >= question.end ?? total } ?? true
            let gained = part.written.count - before
            if !isAnswered, gained < Self.worthwhile {
                throw VideoError(
                    .truncated,
                    "The server sent only \(gained.counted("byte")).",
                    advice: "The bytes received so far are kept. Resume to continue.",
                    isTransient: true
                )
            }
        case .complete where part.written.end == part.written.contiguous: part.end(at: part.written.contiguous)
        case .complete: try await beginAnew("the server has fewer bytes than expected")
        case .misfit(let reason): try await beginAnew(reason)
        case .redirect: throw LinkProblem(.dead, VideoError(.unsafeURL, "A redirect could not be followed."))
        case .other(let response): try await read(response, of: link)
        }
    }

    /// Discards the present bytes, which don't belong to the server's file.
    private func beginAnew(_ reason: String) async throws {
        try await part.restart()
        throw VideoError(.malformedResponse, "The download had to start over: \(reason).", isTransient: true)
    }

    /// Treats the end of an exchange as the end of a file whose size the server didn't declare.
    private func end(_ link: DownloadLink) throws {
        let size = part.written.contiguous
        if let told = link.output.size, size < told {
            throw VideoError(.truncated, "The response ended after \(size) of \(told) bytes.", isTransient: true)
        }
        part.end(at: size)
    }

    func setting(for link: DownloadLink) -> DownloadSink.Setting {
        let maximum = downloader.limits.maximumSize
        return DownloadSink.Setting(
            part: part,
            link: link.url,
            clock: downloader.clock,
            admit: { [part, place, order] size in
                guard size <= maximum else {
                    throw VideoError(
                        .sizeLimitExceeded,
                        "The file has at least \(size) bytes, and the limit is \(maximum).",
                        advice: "The video is still at the provider. Raise the limit if the file is really a video."
                    )
                }
                try place.checkRoom(for: size - part.written.count, partsFolder: order.partsFolder)
            },
            report: report
        )
    }

    /// Interprets a response that isn't a video: its status is a problem, or its JSON leads to the video.
    private mutating func read(_ response: HTTPResponse, of link: DownloadLink) async throws {
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
        let outputs = try order.reinterpret(response, link.output)
        guard pages <= Self.maximumPages, !outputs.isEmpty else {
            throw VideoError(.notAVideo, "The video's link returned JSON without a link instead of the video.")
        }
        links = DownloadLinks(outputs)
    }
}
