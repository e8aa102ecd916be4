import Synchronization

/// A sink that collects a response whose long strings do not fit into memory. They are replaced by marks; see
/// ``InlineContent``.
final class InlineCollector: HTTPSink {
    /// The size of the largest response.
    static let maximumLimit = 1 << 30
    /// The size of the largest response without its long strings.
    static let maximumText = 1 << 20
    /// The number of strings that are kept until the response says which of them is the video.
    private static let maximumFiles = 16
    /// The number of bytes that show whether a body is a video.
    private static let beginning = 12

    private struct State {
        var head: HTTPResponseHead?
        var scanner = LongStringScanner()
        var text: [UInt8] = []
        var received = 0
        /// The first bytes, until it is clear whether the body is a video.
        var start: [UInt8]? = []
        var isVideo = false
        var decoders: [Int: Base64Decoder] = [:]
    }

    private let limit: Int
    private let files: (any ReceivedFiles)?
    private let state = Mutex(State())

    /// Creates a collector.
    /// - Parameters:
    ///   - limit: The size of the largest response, in bytes.
    ///   - files: The place for files in the response; nil to drop their bytes.
    init(limit: Int, files: (any ReceivedFiles)? = nil) {
        self.limit = min(limit, Self.maximumLimit)
        self.files = files
    }

    /// Whether the body is a video instead of JSON. It is the file with number 0.
    var isVideo: Bool { state.withLock { $0.isVideo } }

    func receive(head: HTTPResponseHead) async throws {
        state.withLock {
            $0.head = head
            if files == nil || !head.isSuccess { $0.start = nil }
        }
    }

    func receive(chunk: [UInt8]) async throws {
        let (bytes, isVideo) = try state.withLock { state -> ([UInt8], Bool) in
            state.received += chunk.count
            if state.received > limit { throw Self.tooLarge(state.received, limit) }
            guard let start = state.start else { return (chunk, state.isVideo) }
            let bytes = start + chunk
            guard bytes.count >= Self.beginning else {
                state.start = bytes
                return ([], false)
            }
            state.start = nil
            state.isVideo = bytes.beginsLikeMP4
            return (bytes, state.isVideo)
        }
        if isVideo { await files?.receive(bytes, of: 0) } else { try await scan(bytes) }
    }

    private func scan(_ bytes: [UInt8]) async throws {
        for piece in state.withLock({ $0.scanner.scan(bytes) }) {
            switch piece {
            case .text(let text): try append(text)
            case .content(let number, let characters): await keep(characters, of: number)
            case .end(let number): await keep(nil, of: number)
            }
        }
    }

    private func append(_ text: [UInt8]) throws {
        try state.withLock {
            guard $0.text.count + text.count <= Self.maximumText else {
                throw Self.tooLarge($0.received, Self.maximumText)
            }
            $0.text += text
        }
    }

    /// Decodes the next characters of a string, or its end.
    private func keep(_ characters: [UInt8]?, of number: Int) async {
        guard let files, number < Self.maximumFiles else { return }
        let bytes = state.withLock { state -> [UInt8]? in
            guard state.head?.isSuccess == true else { return nil }
            var decoder = state.decoders[number] ?? Base64Decoder()
            defer { state.decoders[number] = decoder }
            do { return try characters.map { try decoder.decode($0) } ?? decoder.finish() } catch {
                return nil
            }
        }
        if let bytes { await files.receive(bytes, of: number) } else { await files.discard(number) }
    }

    /// Returns the response with marks in place of its long strings, after the exchange ended without an error.
    func response() async throws -> HTTPResponse {
        if let start = state.withLock({ $0.start }) { try await scan(start) }
        return try state.withLock { state in
            guard var head = state.head else {
                throw HTTPTransportError(.invalidResponse, .sent, "The response has no head.")
            }
            let isCutOff = head.contentLength.map { Int64(state.received) < $0 } ?? false
            if isCutOff, state.isVideo {
                throw HTTPTransportError(
                    .connectionLost,
                    .bodyReceived(Int64(state.received)),
                    "The response ended after \(state.received) bytes of the video."
                )
            }
            let body = state.text + state.scanner.unfinishedText()
            // The declared length is that of the response with its strings.
            if !isCutOff, head.contentLength != nil { head.fields["Content-Length"] = "\(body.count)" }
            return HTTPResponse(head: head, body: body)
        }
    }

    private static func tooLarge(_ received: Int, _ limit: Int) -> HTTPTransportError {
        HTTPTransportError(.tooLarge, .bodyReceived(Int64(received)), "The response is larger than \(limit) bytes.")
    }
}
