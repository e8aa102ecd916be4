import Foundation
import Synchronization
import VideoGeneration
import VideoGenerationTesting

/// A transport that answers like a host of files, and as badly as a test wants it to.
final class FakeHost: HTTPTransport {
    /// One answer.
    struct Reply: Sendable {
        var status = 200
        var fields: HTTPFields = [:]
        var body: [UInt8] = []
        /// Where the connection breaks, counted in bytes of the body; nil for a good end.
        var cutAfter: Int?
        /// What the connection breaks with.
        var failure = HTTPTransportError.Code.connectionLost
        var chunk = 16 * 1024
        /// How far the clock moves on before each chunk.
        var delay = Duration.zero

        /// A small answer.
        static func status(_ status: Int, _ fields: HTTPFields = [:], _ text: String = "") -> Reply {
            Reply(status: status, fields: fields, body: Array(text.utf8))
        }

        /// A break after some bytes.
        func cut(after count: Int, _ failure: HTTPTransportError.Code = .connectionLost) -> Reply {
            var reply = self
            reply.cutAfter = count
            reply.failure = failure
            return reply
        }

        func with(_ change: (inout Reply) -> Void) -> Reply {
            var reply = self
            change(&reply)
            return reply
        }
    }

    private let clock: ManualClock
    private let respond: @Sendable (HTTPRequest, Int) throws -> Reply
    private let sent = Mutex<[HTTPRequest]>([])

    /// Answers by a rule, which is told how many requests came before.
    init(_ clock: ManualClock, respond: @escaping @Sendable (HTTPRequest, Int) throws -> Reply) {
        self.clock = clock
        self.respond = respond
    }

    /// Every request, in order.
    var requests: [HTTPRequest] { sent.withLock { $0 } }
    /// The `Range` of every request, in order; "" where there was none.
    var ranges: [String] { requests.map { $0.fields["Range"] ?? "" } }

    func send(_ request: HTTPRequest, timeouts: HTTPTimeouts, to sink: some HTTPSink) async throws {
        try Task.checkCancellation()
        let number = sent.withLock { sent in
            sent.append(request)
            return sent.count - 1
        }
        let reply = try respond(request, number)
        try await sink.receive(head: HTTPResponseHead(status: reply.status, fields: reply.fields))
        let end = min(reply.cutAfter ?? reply.body.count, reply.body.count)
        for start in stride(from: 0, to: end, by: reply.chunk) {
            if Task.isCancelled { throw HTTPTransportError(.cancelled, .bodyReceived(Int64(start)), "cancelled") }
            clock.advance(by: reply.delay)
            try await sink.receive(chunk: Array(reply.body[start..<min(start + reply.chunk, end)]))
        }
        if reply.cutAfter != nil {
            throw HTTPTransportError(reply.failure, .bodyReceived(Int64(end)), "The connection was cut.")
        }
    }

    /// How a good host serves a file: ranges, a strong tag, `If-Range`.
    static func serve(_ file: [UInt8], to request: HTTPRequest, tag: String? = "\"tag-1\"") -> Reply {
        var fields: HTTPFields = ["Content-Type": "video/mp4", "Accept-Ranges": "bytes"]
        fields["ETag"] = tag
        let range = request.fields["Range"].map { $0.dropFirst("bytes=".count).split(separator: "-") }
        if let range, let start = range.first.flatMap({ Int($0) }),
            request.fields["If-Range"].map({ $0 == tag }) ?? true
        {
            guard start < file.count else {
                fields["Content-Range"] = "bytes */\(file.count)"
                return Reply(status: 416, fields: fields)
            }
            let last = min(range.count > 1 ? Int(range[1]) ?? .max : .max, file.count - 1)
            fields["Content-Range"] = "bytes \(start)-\(last)/\(file.count)"
            fields["Content-Length"] = "\(last - start + 1)"
            return Reply(status: 206, fields: fields, body: Array(file[start...last]))
        }
        fields["Content-Length"] = "\(file.count)"
        return Reply(fields: fields, body: file)
    }
}
