import Synchronization

/// Receives a JSON response, and writes the file in one of its long strings into the part.
final class InlineSink: HTTPSink {
    private struct State {
        var head = HTTPResponseHead(status: 0)
        var scanner = LongStringScanner()
        var decoder = Base64Decoder()
        /// The number of bytes of the file so far; nil before its string.
        var position: Int64?
        var isWhole = false
        var received: Int64 = 0
        /// The beginning of a response outside 2xx.
        var page: [UInt8] = []
    }

    private static let maximumPage = 1 << 20
    /// The largest part of the response before the file, such as inputs that the provider repeats.
    private static let maximumBefore: Int64 = 1 << 30

    private let number: Int
    private let context: DownloadSink.Context
    private let state = Mutex(State())

    /// Creates a sink.
    /// - Parameters:
    ///   - number: The number of the string among the long strings of the response.
    ///   - context: The context of the download.
    init(_ number: Int, _ context: DownloadSink.Context) {
        self.number = number
        self.context = context
    }

    /// The error for a string that is not base64.
    static let notBase64 = VideoError(
        .notAVideo,
        "The file inside the provider's response is not valid base64.",
        advice: "Nothing was saved. The video was bought, and the task is kept. Ask the provider about it."
    )

    func receive(head: HTTPResponseHead) async throws {
        if head.isSuccess, let encoding = head.fields["Content-Encoding"], encoding.lowercased() != "identity" {
            throw VideoError(.malformedResponse, "The server compressed the response, which was not requested.")
        }
        state.withLock { $0.head = head }
    }

    func receive(chunk: [UInt8]) async throws {
        let pieces = try state.withLock { state -> [LongStringScanner.Piece] in
            guard state.head.isSuccess else {
                state.page += chunk.prefix(max(0, Self.maximumPage - state.page.count))
                if state.page.count >= Self.maximumPage { throw DownloadSink.Enough() }
                return []
            }
            state.received += Int64(chunk.count)
            guard state.position != nil || state.received <= Self.maximumBefore else {
                throw VideoError(.malformedResponse, "The response is too long, and contains no video.")
            }
            return state.scanner.scan(chunk)
        }
        for piece in pieces {
            switch piece {
            case .content(number, let characters): try await write { try $0.decode(characters) }
            case .end(number):
                try await write { try $0.finish() }
                state.withLock { $0.isWhole = true }
                throw DownloadSink.Enough()
            default: break
            }
        }
    }

    private func write(_ decode: (inout Base64Decoder) throws -> [UInt8]) async throws {
        let bytes: [UInt8]
        do { bytes = try state.withLock { try decode(&$0.decoder) } } catch { throw Self.notBase64 }
        let position = state.withLock { $0.position }
        if position == nil {
            try await context.part.restart()
            context.part.bind(to: context.link, validator: nil, total: nil)
        }
        let next = (position ?? 0) + Int64(bytes.count)
        try context.admit(next)
        try await context.part.write(bytes[...], at: position ?? 0)
        context.part.hash(bytes[...], at: position ?? 0)
        state.withLock { $0.position = next }
        context.report(DownloadProgress(received: next, total: nil))
        // If the next bytes are already here, nothing else would let another task run on this thread.
        await Task.yield()
    }

    /// Returns the response if its status is outside 2xx; nil if the file is complete.
    /// - Throws: ``VideoError`` if the response does not contain the whole file.
    func otherResponse() throws -> HTTPResponse? {
        let state = state.withLock { $0 }
        guard state.head.isSuccess else { return HTTPResponse(head: state.head, body: state.page) }
        if state.isWhole { return nil }
        if state.position != nil {
            throw VideoError(
                .truncated,
                "The response ended before the end of the video.",
                advice: "The task is kept. Resume to download it again.",
                isTransient: true
            )
        }
        throw VideoError(
            .notAVideo,
            state.scanner.isPlain
                ? "The provider returned a page instead of the response with the video."
                : "The provider's response no longer contains the video.",
            advice: "Nothing was saved. The video was bought, and the task is kept. Resume later.",
            isTransient: state.scanner.isPlain
        )
    }
}
