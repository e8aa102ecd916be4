import LoopbackHTTP

/// Reads requests from a connection within limits of size and time.
struct RequestReader {
    /// The reason why a request could not be read.
    enum Failure: Error {
        /// The client closed the connection, sent nothing in time, or stopped within the request.
        case gone
        /// The request is not valid HTTP or exceeds a limit. The value is the response to send before closing.
        case refused(SimulatedResponse)
    }

    /// The maximum number of bytes of a head.
    static let headLimit = 65_536
    /// The maximum number of bytes of a body, as in the newer MiniMax API.
    static let bodyLimit = 64 << 20
    /// The maximum time that a kept-alive connection may be idle.
    static let idleTime = Duration.seconds(60)
    /// The maximum time to receive a head, and again to receive a body.
    static let readTime = Duration.seconds(60)

    /// Reads the next head, and the request that it describes without its body.
    static func readHead(
        from connection: LoopbackConnection
    ) throws(Failure) -> (head: RequestHead, request: ServerRequest) {
        guard connection.isReadable(until: .now + idleTime) else { throw .gone }
        guard let bytes = connection.readHead(limit: headLimit, until: .now + readTime) else {
            guard connection.unreadCount >= headLimit else { throw .gone }
            throw .refused(SimulatedResponse(status: 431, text: "The head is too large.\n"))
        }
        guard let head = RequestHead(bytes), let request = ServerRequest(head) else {
            throw .refused(SimulatedResponse(status: 400, text: "This is not an HTTP/1.1 request.\n"))
        }
        return (head, request)
    }

    /// Reads the body that a head announces.
    /// - Parameter share: The share of the memory for all bodies that this body uses.
    static func readBody(
        of head: RequestHead,
        from connection: LoopbackConnection,
        _ share: MemoryBudget.Share
    ) throws(Failure) -> [UInt8] {
        let tooLarge = Failure.refused(
            SimulatedResponse(status: 413, text: "The body is larger than \(bodyLimit) bytes.\n")
        )
        if case .length(let length) = head.framing, length > bodyLimit { throw tooLarge }
        if head.framing == .length(0) { return [] }
        if case .length(let length) = head.framing, !share.take(length) { throw .refused(Self.busy) }
        if head.expectsContinue, !connection.write("HTTP/1.1 100 Continue\r\n\r\n") {
            throw .gone
        }
        let deadline = ContinuousClock.now + readTime
        switch head.framing {
        case .length(let length):
            guard let body = connection.read(count: length, until: deadline) else { throw .gone }
            return body
        case .chunked:
            var body: [UInt8] = []
            while true {
                guard let size = try readChunkSize(from: connection, until: deadline) else { break }
                guard body.count + size <= bodyLimit else { throw tooLarge }
                guard share.take(size) else { throw .refused(Self.busy) }
                guard let chunk = connection.read(count: size + 2, until: deadline) else { throw .gone }
                body += chunk.dropLast(2)
            }
            return body
        }
    }

    private static var busy: SimulatedResponse {
        var response = SimulatedResponse(status: 503, text: "The server is reading too many request bodies.\n")
        response.set("Retry-After", "1")
        return response
    }

    /// Reads the size of the next chunk. Returns nil after the last chunk and its trailer.
    private static func readChunkSize(
        from connection: LoopbackConnection,
        until deadline: ContinuousClock.Instant
    ) throws(Failure) -> Int? {
        let line = try readLine(from: connection, until: deadline)
        let digits = String(decoding: line.prefix { $0 != UInt8(ascii: ";") }, as: UTF8.self)
        guard let size = Int(digits, radix: 16), (0...bodyLimit).contains(size) else {
            throw .refused(SimulatedResponse(status: 400, text: "A chunk has no valid size.\n"))
        }
        guard size == 0 else { return size }
        for _ in 0..<64 where try readLine(from: connection, until: deadline).isEmpty { return nil }
        throw .refused(SimulatedResponse(status: 400, text: "The trailer has too many fields.\n"))
    }

    private static func readLine(
        from connection: LoopbackConnection,
        until deadline: ContinuousClock.Instant
    ) throws(Failure) -> ArraySlice<UInt8> {
        let line = connection.read(limit: 4096, until: deadline) { bytes in
            bytes.prefix(4096).firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 }
        }
        guard let line else { throw .gone }
        return line.dropLast(line.dropLast().last == UInt8(ascii: "\r") ? 2 : 1)
    }
}
