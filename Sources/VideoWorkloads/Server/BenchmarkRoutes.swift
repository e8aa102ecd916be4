import LoopbackHTTP
import Synchronization
import VideoPlatform

/// The routes of the benchmark's server: a video API in OpenAI's format, and files of any size at any speed.
///
/// The responses are fixed and use as little CPU as possible, so that a benchmark measures the client and not the server.
///
/// - `POST /v1/videos` accepts every request. `GET /v1/videos/{id}` reports `in_progress` until the poll with the
///   number ``polls``. `GET /v1/videos/{id}/content` returns a video.
/// - `GET /file/{bytes}/{bytes per second}/{ms before the head}` returns a video. A rate of 0 means no limit.
/// - `GET /hang` sends nothing for an hour.
final class BenchmarkRoutes: Sendable {
    private let polls: Int
    private let contentSize: Int
    private let pollCounts = Mutex<[String: Int]>([:])
    private let nextID = Atomic<Int>(1)
    private let files = Mutex<[Int: ServedFile]>([:])

    /// - Parameters:
    ///   - polls: The number of the poll at which a task is done, or 0 for never.
    ///   - contentSize: The size of a task's video in bytes.
    init(polls: Int, contentSize: Int) {
        self.polls = polls
        self.contentSize = contentSize
    }

    /// Serves the requests of a connection until the client closes it.
    func serve(_ connection: LoopbackConnection) {
        while let bytes = connection.readHead(until: .now + .seconds(3600)), let request = RequestHead(bytes) {
            if case .length(let length) = request.framing { connection.skip(length, until: .now + .seconds(60)) }
            guard respond(to: request, on: connection) else { return }
        }
    }

    /// Sends the response to a request.
    /// - Returns: Whether the connection can carry another request.
    private func respond(to request: RequestHead, on connection: LoopbackConnection) -> Bool {
        let parts = request.target.split(separator: "/")
        if request.method == "POST" {
            let id = nextID.add(1, ordering: .relaxed).oldValue
            return Self.send("200 OK", "application/json", Self.video("video_\(id)", "queued", 0), on: connection)
        }
        if parts.count == 3, parts[0] == "v1" {
            let id = String(parts[2])
            let count = pollCounts.withLock { counts in
                counts[id, default: 0] += 1
                return counts[id, default: 0]
            }
            let isDone = polls > 0 && count >= polls
            return Self.send(
                "200 OK",
                "application/json",
                Self.video(id, isDone ? "completed" : "in_progress", isDone ? 100 : min(count, 99)),
                on: connection
            )
        }
        if parts.count == 4, parts[0] == "v1" { return send(size: contentSize, request, connection) }
        if parts.count == 4, parts[0] == "file", let size = Int(parts[1]), let rate = Int(parts[2]),
            let delay = Double(parts[3])
        {
            return send(size: size, rate: rate, delay: delay / 1000, request, connection)
        }
        if parts.first == "hang" { sleep(3600) }
        return Self.send("404 Not Found", "text/plain", "Not found.\n", on: connection)
    }

    /// Sends a small response.
    private static func send(
        _ status: String,
        _ type: String,
        _ body: String,
        on connection: LoopbackConnection
    ) -> Bool {
        let head = "HTTP/1.1 \(status)\r\nContent-Type: \(type)\r\nContent-Length: \(body.utf8.count)\r\n\r\n"
        return connection.write(head + body)
    }

    /// Returns the requested range `bytes=5-` or `bytes=5-9`. The end is nil if it is open.
    private static func range(of request: RequestHead) -> (start: Int, end: Int?)? {
        guard let field = request.field("range"), field.hasPrefix("bytes=") else { return nil }
        let bounds = field.dropFirst(6).split(separator: "-", omittingEmptySubsequences: false)
        guard let start = bounds.first.flatMap({ Int($0) }) else { return nil }
        return (start, bounds.count > 1 ? Int(bounds[1]) : nil)
    }

    /// Returns a response of the same size as a real one.
    private static func video(_ id: String, _ status: String, _ progress: Int) -> String {
        """
        {"id":"\(id)","object":"video","model":"sora-2","status":"\(status)","progress":\(progress),\
        "created_at":1790000000,"completed_at":null,"expires_at":null,"seconds":"4","size":"1280x720",\
        "prompt":"a paper boat in the rain","remixed_from_video_id":null,"error":null}
        """
    }

    private func send(
        size: Int,
        rate: Int = 0,
        delay: TimeInterval = 0,
        _ request: RequestHead,
        _ connection: LoopbackConnection
    ) -> Bool {
        let known = files.withLock { files in
            files[size] = files[size] ?? ServedFile(size: size)
            return files[size]
        }
        guard let file = known else {
            return Self.send("404 Not Found", "text/plain", "Too small.\n", on: connection)
        }
        if delay > 0 { usleep(UInt32(delay * 1e6)) }
        var range = 0..<size
        var head = "HTTP/1.1 200 OK\r\n"
        if let requested = Self.range(of: request), requested.start < size {
            range = requested.start..<min((requested.end ?? size - 1) + 1, size)
            head =
                "HTTP/1.1 206 Partial Content\r\nContent-Range: bytes \(range.lowerBound)-\(range.upperBound - 1)/\(size)\r\n"
        }
        head += "Content-Type: video/mp4\r\nAccept-Ranges: bytes\r\nETag: \"\(size)\"\r\n"
        head += "Content-Length: \(range.count)\r\n\r\n"
        guard connection.write(head) else { return false }
        guard rate > 0 else { return file.pieces(of: range) { connection.write($0) } }
        // Sends 200 pieces per second. Each has its own due time, so that a late piece doesn't lower the rate.
        let start = ContinuousClock.now
        var sent = 0
        return file.pieces(of: range, upTo: max(rate / 200, 1)) { piece in
            guard connection.write(piece) else { return false }
            sent += piece.count
            let due = start + .seconds(Double(sent) / Double(rate))
            let wait = ContinuousClock.now.duration(to: due) / .seconds(1)
            if wait > 0 { usleep(UInt32(wait * 1e6)) }
            return true
        }
    }
}
