/// Brings the bytes of one video into its part: which link, how long, when again, when a fresh one.
struct PartFetcher {
    /// This much in one exchange is worth going on at once, without a wait and without a charge.
    static let worthwhile: Int64 = 32 << 10
    private static let maximumPages = 3

    let downloader: VideoDownloader
    let order: VideoDownload
    let part: PartFile
    let report: @Sendable (DownloadProgress) -> Void
    private let place: DestinationFile
    let exchange: LinkExchange
    var links: DownloadLinks
    /// The links as the provider gave them last.
    var given: DownloadLinks
    /// Whether the content route was tried since then.
    var isRouteTried = false
    /// Until when a missing video is asked for again, on the steady clock; nil before it was missed.
    var settlingEnd: Duration?
    var settlings = 0
    /// Fruitless tries in a row.
    var failures = 0
    /// Fresh links in a row that did not help.
    var refreshes = 0
    /// Pages in a row that led to other links.
    private var pages = 0
    /// Whether a slow connection is taken as it is.
    var isPatient = false
    /// How often the rest was shared among several connections.
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
        links = DownloadLinks(order.assets)
        given = links
        place = DestinationFile(order, downloader.disk)
        exchange = LinkExchange(
            transport: downloader.transport,
            policy: LinkPolicy(origin: order.origin),
            credential: order.credential
        )
    }

    /// The hash of the video, where the provider tells it.
    var sha256: String? { links.sha256 }

    /// Goes on until every byte is here.
    /// - Throws: ``VideoError``, `DiskError`, `CancellationError`. What has come is safe then.
    mutating func run() async throws {
        while !part.isComplete {
            try Task.checkCancellation()
            if links.current == nil { try await refresh(after: nil) }
            guard let link = links.current else {
                throw VideoError(.outputMissing, "The provider names no video to download.")
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
                // Bytes that drip are no progress, nor are answers of a few bytes: else neither would ever end.
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
                throw VideoError(.notAVideo, "The video's link gave an empty file.", isTransient: true)
            }
            // Without a declared length the exchange's end is the file's; the inspection has the last word.
            guard let total = part.record.total else { return try end(link) }
            let isAnswered = part.written.gaps(in: total).first.map { $0.lowerBound >= question.end ?? total } ?? true
            let gained = part.written.count - before
            if !isAnswered, gained < Self.worthwhile {
                throw VideoError(
                    .truncated,
                    "The server gave \(gained.counted("byte")) and no more.",
                    advice: "What has come is kept; resume to go on.",
                    isTransient: true
                )
            }
        case .complete where part.written.end == part.written.contiguous: part.end(at: part.written.contiguous)
        case .complete: try await beginAnew("the server has no bytes where more were expected")
        case .misfit(let reason): try await beginAnew(reason)
        case .redirect: throw LinkProblem(.dead, VideoError(.unsafeURL, "A redirect led nowhere."))
        case .other(let response): try await read(response, of: link)
        }
    }

    /// Drops what is here: it does not belong to what the server has.
    private func beginAnew(_ reason: String) async throws {
        try await part.restart()
        throw VideoError(.malformedResponse, "The download had to begin anew: \(reason).", isTransient: true)
    }

    /// Takes the end of an exchange for the end of a file whose size nobody declared.
    private func end(_ link: DownloadLink) throws {
        let size = part.written.contiguous
        if let told = link.asset.size, size < told {
            throw VideoError(.truncated, "The answer ended after \(size) of \(told) bytes.", isTransient: true)
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
                        "The file has \(size) bytes or more; at most \(maximum) are taken.",
                        advice: "Nothing is lost at the provider. Raise the limit if this is really a video."
                    )
                }
                try place.checkRoom(for: size - part.written.count, partsFolder: order.partsFolder)
            },
            report: report
        )
    }

    /// Something else than a video came: by its status a problem, or JSON that leads to the video.
    private mutating func read(_ response: HTTPResponse, of link: DownloadLink) async throws {
        if let problem = LinkProblem(response, of: link, now: downloader.clock.now) { throw problem }
        guard !response.body.isEmpty else {
            throw VideoError(
                .notAVideo,
                "The video's link gave an empty answer.",
                isTransient: true,
                httpStatus: response.status
            )
        }
        guard response.body.first(where: { !" \t\r\n".utf8.contains($0) }) == UInt8(ascii: "{") else {
            throw VideoError(
                .notAVideo,
                "A page of text came where the video was expected.",
                advice: "Nothing was stored. The video was bought and stays at the provider.",
                isTransient: true,
                httpStatus: response.status
            )
        }
        pages += 1
        let assets = try order.reinterpret(response, link.asset)
        guard pages <= Self.maximumPages, !assets.isEmpty else {
            throw VideoError(.notAVideo, "JSON without a link came where the video was expected.")
        }
        links = DownloadLinks(assets)
    }
}
