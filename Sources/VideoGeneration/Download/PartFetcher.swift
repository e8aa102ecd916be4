/// Brings the bytes of one video into its part: which link, how long, when again, when a fresh one.
struct PartFetcher {
    /// This much in one exchange is worth going on at once, without a wait and without a charge.
    private static let worthwhile: Int64 = 256 << 10
    private static let maximumRefreshes = 2
    /// What a provider says that no longer has the video.
    private static let gone: Set<VideoError.Code> = [.taskNotFound, .taskExpired, .outputMissing, .outputExpired]
    private static let maximumPages = 3

    let downloader: VideoDownloader
    let order: VideoDownload
    let part: PartFile
    let report: @Sendable (DownloadProgress) -> Void
    private let place: VideoPlace
    private let exchange: LinkExchange
    private var links: DownloadLinks
    /// Fruitless tries in a row.
    private var failures = 0
    /// Fresh links in a row that did not help.
    private var refreshes = 0
    /// Pages in a row that led to other links.
    private var pages = 0
    /// Whether a slow connection is taken as it is.
    private var isPatient = false

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
        place = VideoPlace(order, downloader.disk)
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
        if links.current == nil { try await refresh(after: nil) }
        while !part.isComplete {
            try Task.checkCancellation()
            guard let link = links.current else {
                throw VideoError(.outputMissing, "The provider names no video to download.")
            }
            let before = part.written.count
            let start = downloader.clock.uptime
            do {
                try await fetch(link)
                downloader.budgets.deposit(at: link.url.origin)
                noteProgress()
            } catch {
                try part.checkpoint()
                let gained = part.written.count - before
                let seconds = (downloader.clock.uptime - start).seconds
                // Bytes that drip are no progress: else a drip would never end.
                let isFair = Double(gained) >= max(1, seconds * Double(downloader.limits.http.minimumSpeed))
                if isFair { noteProgress() }
                if let slow = error as? DownloadSink.TooSlow {
                    try await hurry(slow, link)
                } else if isFair, gained >= Self.worthwhile, (try LinkProblem(error)).kind == .passing {
                    downloader.budgets.deposit(at: link.url.origin)
                } else {
                    try await handle(try LinkProblem(error), of: link)
                }
            }
        }
    }

    private mutating func noteProgress() {
        failures = 0
        refreshes = 0
        pages = 0
    }

    // MARK: - One exchange

    private mutating func fetch(_ link: DownloadLink) async throws {
        let record = part.record
        let canResume = record.canResume(at: link.url)
        let gap = canResume ? part.written.gaps(in: record.total ?? .max).first : nil
        let question = DownloadQuestion(
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
        switch try await exchange.ask(link, question, limits: limits, setting) {
        case .bytes:
            if part.written.count == 0 {
                throw VideoError(.notAVideo, "The video's link gave an empty file.", isTransient: true)
            }
            // Without a declared length the exchange's end is the file's; the inspection has the last word.
            if part.record.total == nil { try end(link) }
        case .complete: part.end(at: part.written.contiguous)
        case .misfit(let reason):
            try part.restart()
            throw VideoError(
                .connectionLost,
                "The download had to begin anew: \(reason).",
                isTransient: true
            )
        case .redirect: throw LinkProblem(.dead, VideoError(.unsafeURL, "A redirect led nowhere."))
        case .other(let response): try await read(response, of: link)
        }
    }

    /// Takes the end of an exchange for the end of a file whose size nobody declared.
    private func end(_ link: DownloadLink) throws {
        let size = part.written.contiguous
        if let told = link.asset.size, size < told {
            throw VideoError(.truncated, "The answer ended after \(size) of \(told) bytes.", isTransient: true)
        }
        part.end(at: size)
    }

    private func setting(for link: DownloadLink) -> DownloadSink.Setting {
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
        if let problem = LinkProblem(response, of: link) { throw problem }
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

    // MARK: - What to do about it

    private mutating func handle(_ problem: LinkProblem, of link: DownloadLink) async throws {
        failures += 1
        switch problem.kind {
        case .expired, .dead:
            links.drop()
            if links.current == nil { try await refresh(after: problem.error) }
        case .passing where links.hasAlternative: links.rotate()
        case .passing: try await wait(after: problem.error, at: link.url.origin)
        }
    }

    /// Waits as the policy says, or gives up.
    private mutating func wait(after error: VideoError, at origin: Origin) async throws {
        let decision = downloader.budgets.decide(
            downloader.policy,
            .download,
            error,
            failures: max(1, failures),
            at: origin,
            random: downloader.random
        )
        guard case .retry(let delay) = decision else { throw error }
        try await downloader.clock.sleep(for: delay)
        links.rotate()
        links.beginRound()
    }

    /// Asks the provider for links that work now.
    private mutating func refresh(after error: VideoError?) async throws {
        if let error, refreshes >= Self.maximumRefreshes { throw error }
        refreshes += 1
        while true {
            do {
                // A second fresh link right after the first would be as fresh: some stores need a moment.
                if refreshes > 1 { try await downloader.clock.sleep(for: downloader.policy.throttledDelay) }
                links = DownloadLinks(try await order.freshAssets())
                return
            } catch let problem as VideoError where problem.isTransient {
                failures += 1
                try await wait(after: problem, at: order.origin)
            } catch var problem as VideoError where Self.gone.contains(problem.code) {
                problem.code = .outputExpired
                throw problem
            }
        }
    }

    /// A connection is slow: another link while little is lost by it, else several connections at once.
    private mutating func hurry(_ slow: DownloadSink.TooSlow, _ link: DownloadLink) async throws {
        if links.hasAlternative { return links.rotate() }
        guard slow.canSplit, let total = part.record.total else { return isPatient = true }
        let before = part.written.count
        let validator = part.record.validator
        try await SegmentedDownload(
            part: part,
            total: total,
            connections: downloader.limits.connections
        ) { [exchange, downloader, setting = setting(for: link)] segment in
            let rest = segment.rest
            var setting = setting
            setting.mayRestart = false
            setting.segment = segment
            let outcome = try await exchange.ask(
                link,
                DownloadQuestion(offset: rest.lowerBound, end: rest.upperBound, validator: validator, total: total),
                limits: downloader.limits.http,
                setting
            )
            guard case .bytes = outcome else {
                throw VideoError(.connectionLost, "A second connection was not welcome.", isTransient: true)
            }
        }.run()
        try part.checkpoint()
        isPatient = part.written.count == before
    }
}
