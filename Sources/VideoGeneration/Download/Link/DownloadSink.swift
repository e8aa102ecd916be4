import Synchronization

/// Takes one answer: the bytes of a video into the part, anything else into memory, so that a page never
/// touches the part.
final class DownloadSink: HTTPSink {
    /// What the answer was.
    enum Outcome: Sendable {
        /// Bytes of the video, as many as were promised.
        case bytes
        /// There is nothing behind what is here.
        case complete
        /// The part is worth nothing: why.
        case misfit(String)
        /// Somewhere else.
        case redirect(String)
        /// Something else, whole or its first bytes.
        case other(HTTPResponse)
    }

    /// The connection is slow, and something can be done about it.
    struct TooSlow: Error {
        /// Whether several connections may share the rest.
        let canSplit: Bool
    }

    /// Nothing more is wanted of this answer.
    struct Enough: Error {}

    private enum Mode {
        /// The head has not come.
        case waiting
        /// The first bytes of a body, until it is clear what they are.
        case sniffing
        /// Bytes of the video.
        case bytes(position: Int64, end: Int64?)
        /// Something to be read later.
        case other
        /// Nothing of interest follows.
        case settled(Outcome)
    }

    private struct State {
        var mode = Mode.waiting
        var head = HTTPResponseHead(status: 0)
        var answer = RangeResponse.other
        var held: [UInt8] = []
        var ignored = 0
        var watch = SpeedWatch()
    }

    private static let maximumPage = 1 << 20

    private let question: RangeRequest
    private let setting: Setting
    private let state = Mutex(State())

    /// What a sink works with.
    struct Setting: Sendable {
        let part: PartFile
        let link: HTTPURL
        let clock: any EngineClock
        /// Refuses a file of some size where it is too large or there is no room for it.
        let admit: @Sendable (Int64) throws -> Void
        /// Whether a slow connection is worth an error: there is another link.
        var hasAlternative = false
        /// Whether a slow connection is worth an error where the server gives parts of a large file.
        var maySplit = false
        /// Whether an answer may begin the part anew.
        var mayRestart = true
        /// What one of several connections has to bring; nil where there is one alone.
        var segment: Segment?
        let report: @Sendable (DownloadProgress) -> Void
    }

    init(_ question: RangeRequest, _ setting: Setting) {
        self.question = question
        self.setting = setting
    }

    // MARK: - The answer

    func receive(head: HTTPResponseHead) async throws {
        let answer = RangeResponse(head, to: question)
        if case .bytes(let from, let end, let total, _) = answer {
            if let encoding = head.fields["Content-Encoding"], encoding.lowercased() != "identity" {
                throw VideoError(.malformedResponse, "The video came compressed, which was not asked for.")
            }
            if let size = total ?? end { try setting.admit(size) }
            if let total, from > 0 { setting.part.end(at: total) }
        }
        state.withLock {
            $0.head = head
            $0.answer = answer
            $0.mode =
                switch answer {
                case .bytes(from: 0, _, _, _): .sniffing
                case .bytes(let from, let end, _, _): .bytes(position: from, end: end)
                case .complete: .settled(.complete)
                case .misfit(let reason): .settled(.misfit(reason))
                case .redirect(let location): .settled(.redirect(location))
                case .other: .other
                }
        }
    }

    func receive(chunk: [UInt8]) async throws {
        var bytes = chunk
        let isUndecided = try state.withLock { state in
            switch state.mode {
            case .waiting, .bytes: return false
            case .settled:
                // A short body is read to its end, so that the connection can be used again.
                state.ignored += chunk.count
                if state.ignored > 1 << 16 { throw Enough() }
                return false
            case .other:
                try Self.hold(chunk, &state)
                return false
            case .sniffing:
                state.held += chunk
                guard state.held.count >= 8 else { return false }
                bytes = state.held
                return true
            }
        }
        if isUndecided { try await settle(start: bytes) }
        guard case .bytes(let position, let end) = state.withLock({ $0.mode }) else { return }
        try await write(bytes, at: position, end: end)
        // Where the next bytes are here already, nothing else would let another task have this thread.
        let turn: Int64 = 1 << 20
        if position / turn < (position + Int64(bytes.count)) / turn { await Task.yield() }
    }

    /// What the answer was, after the exchange ended well.
    func outcome() throws -> Outcome {
        let (mode, head, held) = state.withLock { ($0.mode, $0.head, $0.held) }
        switch mode {
        case .settled(let outcome): return outcome
        case .other, .sniffing, .waiting: return .other(HTTPResponse(head: head, body: held))
        case .bytes(let position, let end):
            if let end, position < end {
                throw VideoError(
                    .truncated,
                    "The answer ended after \(position) of \(end) bytes.",
                    isTransient: true
                )
            }
            return .bytes
        }
    }

    // MARK: - Bytes

    /// Decides by the first bytes what a body is, and begins the part anew where it is the video's start.
    private func settle(start: [UInt8]) async throws {
        let isPage = state.withLock { state in
            let isPage = !start.beginsLikeFile && Self.isText(start, state.head)
            if isPage { state.mode = .other }
            return isPage
        }
        guard !isPage, case .bytes(_, let end, let total, let validator) = state.withLock({ $0.answer }) else { return }
        guard setting.mayRestart else {
            state.withLock { $0.mode = .settled(.misfit("the server gives no parts of this file")) }
            return
        }
        if setting.part.written.end > 0 { try await setting.part.restart() }
        setting.part.bind(to: setting.link, validator: validator, total: total)
        state.withLock {
            $0.held = []
            $0.mode = .bytes(position: 0, end: end)
        }
    }

    private func write(_ bytes: [UInt8], at position: Int64, end: Int64?) async throws {
        var next = position + Int64(bytes.count)
        if let end, next > end {
            state.withLock { $0.mode = .settled(.misfit("more bytes came than were promised")) }
            throw Enough()
        }
        if end == nil { try setting.admit(next) }
        if let segment = setting.segment {
            next = segment.claim(upTo: next)
        } else if let asked = question.end {
            next = min(next, asked)
        }
        let wanted = max(0, Int(next - position))
        try await setting.part.write(bytes[..<wanted], at: position)
        setting.part.hash(bytes[..<wanted], at: position)
        if wanted < bytes.count {
            state.withLock { $0.mode = .settled(.bytes) }
            throw Enough()
        }
        let record = setting.part.record
        let total = record.total
        let isLarge = (total ?? 0) >= SegmentedDownload.minimumSize
        let (isSlow, canSplit) = state.withLock { state in
            state.mode = .bytes(position: next, end: end)
            let canSplit = setting.maySplit && isLarge && record.validator != nil && state.head.acceptsRanges
            let isSlow = state.watch.isSlow(
                bytes.count,
                remaining: (question.end ?? total).map { $0 - next },
                canSplit: canSplit && !setting.hasAlternative,
                at: setting.clock.uptime
            )
            return (isSlow, canSplit)
        }
        setting.report(DownloadProgress(received: setting.part.written.count, total: total))
        if isSlow, canSplit || setting.hasAlternative { throw TooSlow(canSplit: canSplit) }
    }

    /// Keeps a page's beginning, which says what the page says.
    private static func hold(_ chunk: [UInt8], _ state: inout State) throws {
        state.held += chunk.prefix(max(0, maximumPage - state.held.count))
        if state.held.count >= maximumPage { throw Enough() }
    }

    /// Whether a body that does not begin like a video is text, by its type or its first character.
    private static func isText(_ start: [UInt8], _ head: HTTPResponseHead) -> Bool {
        let type = head.fields["Content-Type"]?.lowercased() ?? ""
        if ["json", "html", "xml", "text/"].contains(where: type.contains) { return true }
        guard let first = start.first(where: { !" \t\r\n".utf8.contains($0) }) else { return false }
        return "{[<".utf8.contains(first)
    }
}
