import Synchronization

/// Receives one response. Bytes of the video go into the part. Everything else stays in memory, so that a web page
/// never changes the part.
final class DownloadSink: HTTPSink {
    /// The result of a response.
    enum Outcome: Sendable {
        /// The response contained bytes of the video, as many as declared.
        case bytes
        /// The file has no bytes after those that are already present.
        case complete
        /// The part doesn't match the server's file, for the given reason.
        case mismatch(String)
        /// The response redirects to another location.
        case redirect(String)
        /// The response is something else. The value contains all of it or its beginning.
        case other(HTTPResponse)
    }

    /// The connection is slow, and there is an alternative.
    struct TooSlow: Error {
        /// Whether several connections can share the rest.
        let canSplit: Bool
    }

    /// Ends an exchange whose remaining bytes aren't needed.
    struct Enough: Error {}

    private enum Mode {
        /// The head has not arrived.
        case waiting
        /// The first bytes of a body are collected until its type is clear.
        case sniffing
        /// The body contains bytes of the video.
        case bytes(position: Int64, end: Int64?)
        /// The body is something else, to be read later.
        case other
        /// The result is known, and the remaining bytes don't matter.
        case settled(Outcome)
    }

    private struct State {
        var mode = Mode.waiting
        var head = HTTPResponseHead(status: 0)
        var response = RangeResponse.other
        var buffered: [UInt8] = []
        var ignored = 0
        var watch = SpeedWatch()
    }

    private static let maximumPage = 1 << 20

    private let range: RangeRequest
    private let context: Context
    private let state = Mutex(State())

    /// The context of a sink.
    struct Context: Sendable {
        let part: PartFile
        let link: HTTPURL
        let clock: any EngineClock
        /// Throws if a file of the given size is too large or doesn't fit on the disk.
        let admit: @Sendable (Int64) throws -> Void
        /// Whether a slow connection is an error because there is another link.
        var hasAlternative = false
        /// Whether a slow connection is an error if the server supports ranges of a large file.
        var maySplit = false
        /// Whether a response can start the part over.
        var mayRestart = true
        /// The share of one of several connections, or nil if there is only one connection.
        var segment: Segment?
        let report: @Sendable (DownloadProgress) -> Void
    }

    init(_ range: RangeRequest, _ context: Context) {
        self.range = range
        self.context = context
    }

    // MARK: - The response

    func receive(head: HTTPResponseHead) async throws {
        let response = RangeResponse(head, to: range)
        if case .bytes(let from, let end, let total, _) = response {
            if let encoding = head.fields["Content-Encoding"], encoding.lowercased() != "identity" {
                throw VideoError(.malformedResponse, "The server compressed the video, which was not requested.")
            }
            if let size = total ?? end { try context.admit(size) }
            if let total, from > 0 { context.part.end(at: total) }
        }
        state.withLock {
            $0.head = head
            $0.response = response
            $0.mode =
                switch response {
                case .bytes(from: 0, _, _, _): .sniffing
                case .bytes(let from, let end, _, _): .bytes(position: from, end: end)
                case .complete: .settled(.complete)
                case .mismatch(let reason): .settled(.mismatch(reason))
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
                // A short body is read to its end so that the connection can be reused.
                state.ignored += chunk.count
                if state.ignored > 1 << 16 { throw Enough() }
                return false
            case .other:
                try Self.buffer(chunk, &state)
                return false
            case .sniffing:
                state.buffered += chunk
                guard state.buffered.count >= 8 else { return false }
                bytes = state.buffered
                return true
            }
        }
        if isUndecided { try await settle(start: bytes) }
        guard case .bytes(let position, let end) = state.withLock({ $0.mode }) else { return }
        try await write(bytes, at: position, end: end)
        // If the next bytes are already here, nothing else would let another task run on this thread.
        let turn: Int64 = 1 << 20
        if position / turn < (position + Int64(bytes.count)) / turn { await Task.yield() }
    }

    /// Returns the result of the response, after the exchange ended without an error.
    func outcome() throws -> Outcome {
        let (mode, head, buffered) = state.withLock { ($0.mode, $0.head, $0.buffered) }
        switch mode {
        case .settled(let outcome): return outcome
        case .other, .sniffing, .waiting: return .other(HTTPResponse(head: head, body: buffered))
        case .bytes(let position, let end):
            if let end, position < end {
                throw VideoError(
                    .truncated,
                    "The response ended after \(position) of \(end) bytes.",
                    isTransient: true
                )
            }
            return .bytes
        }
    }

    // MARK: - Bytes

    /// Determines the type of a body from its first bytes, and starts the part over if they are the start of the
    /// video.
    private func settle(start: [UInt8]) async throws {
        let isPage = state.withLock { state in
            let isPage = !start.beginsLikeFile && Self.isText(start, state.head)
            if isPage { state.mode = .other }
            return isPage
        }
        guard !isPage, case .bytes(_, let end, let total, let validator) = state.withLock({ $0.response }) else {
            return
        }
        guard context.mayRestart else {
            state.withLock { $0.mode = .settled(.mismatch("the server does not support ranges of this file")) }
            return
        }
        if context.part.written.end > 0 { try await context.part.restart() }
        context.part.bind(to: context.link, validator: validator, total: total)
        state.withLock {
            $0.buffered = []
            $0.mode = .bytes(position: 0, end: end)
        }
    }

    private func write(_ bytes: [UInt8], at position: Int64, end: Int64?) async throws {
        var next = position + Int64(bytes.count)
        if let end, next > end {
            state.withLock { $0.mode = .settled(.mismatch("the server sent more bytes than it declared")) }
            throw Enough()
        }
        if end == nil { try context.admit(next) }
        if let segment = context.segment {
            next = segment.claim(upTo: next)
        } else if let requestedEnd = range.end {
            next = min(next, requestedEnd)
        }
        let wanted = max(0, Int(next - position))
        try await context.part.write(bytes[..<wanted], at: position)
        context.part.hash(bytes[..<wanted], at: position)
        if wanted < bytes.count {
            state.withLock { $0.mode = .settled(.bytes) }
            throw Enough()
        }
        let manifest = context.part.manifest
        let total = manifest.total
        let isLarge = (total ?? 0) >= SegmentedDownload.minimumSize
        let (isSlow, canSplit) = state.withLock { state in
            state.mode = .bytes(position: next, end: end)
            let canSplit = context.maySplit && isLarge && manifest.validator != nil && state.head.acceptsRanges
            let isSlow = state.watch.isSlow(
                bytes.count,
                remaining: (range.end ?? total).map { $0 - next },
                canSplit: canSplit && !context.hasAlternative,
                at: context.clock.uptime
            )
            return (isSlow, canSplit)
        }
        context.report(DownloadProgress(received: context.part.written.count, total: total))
        if isSlow, canSplit || context.hasAlternative { throw TooSlow(canSplit: canSplit) }
    }

    /// Keeps the beginning of a page, which is enough to interpret it.
    private static func buffer(_ chunk: [UInt8], _ state: inout State) throws {
        state.buffered += chunk.prefix(max(0, maximumPage - state.buffered.count))
        if state.buffered.count >= maximumPage { throw Enough() }
    }

    /// Whether a body that doesn't begin like a video is text, according to its content type or its first
    /// character.
    private static func isText(_ start: [UInt8], _ head: HTTPResponseHead) -> Bool {
        let type = head.fields["Content-Type"]?.lowercased() ?? ""
        if ["json", "html", "xml", "text/"].contains(where: type.contains) { return true }
        guard let first = start.first(where: { !" \t\r\n".utf8.contains($0) }) else { return false }
        return "{[<".utf8.contains(first)
    }
}
