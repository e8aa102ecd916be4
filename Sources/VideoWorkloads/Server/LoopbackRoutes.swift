import Synchronization
import VideoPlatform

/// The routes of the server: a video API in OpenAI's format, and files of any size at any speed.
///
/// - `POST /v1/videos` accepts every request. `GET /v1/videos/{id}` reports `in_progress` until the poll with the
///   number ``polls``. `GET /v1/videos/{id}/content` returns a video.
/// - `GET /file/{bytes}/{bytes per second}/{ms before the head}` returns a video. A rate of 0 means no limit.
/// - `GET /hang` sends nothing for an hour.
final class LoopbackRoutes: Sendable {
    private let polls: Int
    private let contentSize: Int
    private let asked = Mutex<[String: Int]>([:])
    private let nextID = Atomic<Int>(1)
    private let files = Mutex<[Int: ServedFile]>([:])

    /// - Parameters:
    ///   - polls: The number of the poll at which a task is done, or 0 for never.
    ///   - contentSize: The size of a task's video in bytes.
    init(polls: Int, contentSize: Int) {
        self.polls = polls
        self.contentSize = contentSize
    }

    /// Sends the response to a request.
    /// - Returns: Whether the connection can carry another request.
    func answer(_ request: LoopbackConnection.Request, on connection: LoopbackConnection) -> Bool {
        let parts = request.target.split(separator: "/")
        if request.method == "POST" {
            let id = nextID.add(1, ordering: .relaxed).oldValue
            return connection.send("200 OK", "application/json", Self.video("video_\(id)", "queued", 0))
        }
        if parts.count == 3, parts[0] == "v1" {
            let id = String(parts[2])
            let count = asked.withLock { asked in
                asked[id, default: 0] += 1
                return asked[id, default: 0]
            }
            let isDone = polls > 0 && count >= polls
            return connection.send(
                "200 OK",
                "application/json",
                Self.video(id, isDone ? "completed" : "in_progress", isDone ? 100 : min(count, 99))
            )
        }
        if parts.count == 4, parts[0] == "v1" { return send(size: contentSize, request, connection) }
        if parts.count == 4, parts[0] == "file", let size = Int(parts[1]), let rate = Int(parts[2]),
            let delay = Double(parts[3])
        {
            return send(size: size, rate: rate, delay: delay / 1000, request, connection)
        }
        if parts.first == "hang" { sleep(3600) }
        return connection.send("404 Not Found", "text/plain", "Not found.\n")
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
        _ request: LoopbackConnection.Request,
        _ connection: LoopbackConnection
    ) -> Bool {
        let known = files.withLock { files in
            files[size] = files[size] ?? ServedFile(size: size)
            return files[size]
        }
        guard let file = known else { return connection.send("404 Not Found", "text/plain", "Too small.\n") }
        if delay > 0 { usleep(UInt32(delay * 1e6)) }
        var range = 0..<size
        var head = "HTTP/1.1 200 OK\r\n"
        if let asked = request.range, asked.start < size {
            range = asked.start..<min((asked.end ?? size - 1) + 1, size)
            head =
                "HTTP/1.1 206 Partial Content\r\nContent-Range: bytes \(range.lowerBound)-\(range.upperBound - 1)/\(size)\r\n"
        }
        head += "Content-Type: video/mp4\r\nAccept-Ranges: bytes\r\nETag: \"\(size)\"\r\n"
        head += "Content-Length: \(range.count)\r\n\r\n"
        guard Array(head.utf8).withUnsafeBytes(connection.send) else { return false }
        guard rate > 0 else { return file.pieces(of: range, connection.send) }
        // Sends 200 pieces per second. Each has its own due time, so that a late piece doesn't lower the rate.
        let start = ContinuousClock.now
        var sent = 0
        return file.pieces(of: range, upTo: max(rate / 200, 1)) { piece in
            guard connection.send(piece) else { return false }
            sent += piece.count
            let due = start + .seconds(Double(sent) / Double(rate))
            let wait = ContinuousClock.now.duration(to: due) / .seconds(1)
            if wait > 0 { usleep(UInt32(wait * 1e6)) }
            return true
        }
    }
}
