import LoopbackHTTP
import VideoPlatform

/// Sends a response as its delivery describes.
struct ResponseWriter {
    let connection: LoopbackConnection
    let response: SimulatedResponse
    /// The method of the request. A response to `HEAD` has no body.
    let method: String
    let keepsAlive: Bool

    /// Sends the response.
    /// - Returns: Whether the connection may carry another request.
    func send() -> Bool {
        let delivery = response.delivery
        if delivery.delay > 0, !connection.pause(seconds: delivery.delay) { return false }
        if delivery.hangs {
            connection.waitForEnd()
            return false
        }
        if delivery.isSilent {
            if delivery.ending == .reset { connection.resetOnClose() }
            return false
        }
        if let status = delivery.interimStatus {
            guard connection.write("HTTP/1.1 \(status) Early Hints\r\n\r\n") else {
                return false
            }
        }
        guard connection.write(head()) else { return false }
        guard method != "HEAD", response.status != 304 else { return keepsAlive && delivery.cut == nil }
        let sent = sendBody()
        response.delivered?(sent)
        guard sent == response.body.count, delivery.cut == nil else {
            if delivery.ending == .reset { connection.resetOnClose() }
            return false
        }
        if delivery.framing == .chunked, !connection.write("0\r\n\r\n") { return false }
        if delivery.excess > 0 {
            connection.write([UInt8](repeating: 0x2E, count: delivery.excess))
            return false
        }
        return keepsAlive && delivery.framing != .close
    }

    private func head() -> String {
        var head = "HTTP/1.1 \(response.status) \(Self.reason(response.status))\r\n"
        var fields = response.fields
        if response.field("Date") == nil { fields.append(("Date", HTTPDate.string(Date()))) }
        switch response.delivery.framing {
        case .length:
            if response.field("Content-Length") == nil, response.status != 304 {
                fields.append(("Content-Length", "\(response.body.count)"))
            }
        case .chunked: fields.append(("Transfer-Encoding", "chunked"))
        case .close: break
        }
        if !keepsAlive || response.delivery.framing == .close { fields.append(("Connection", "close")) }
        for (name, value) in fields {
            // A fault may give a name that ends with a colon, to omit the usual space.
            head += name.hasSuffix(":") ? "\(name)\(value)\r\n" : "\(name): \(value)\r\n"
        }
        return head + "\r\n"
    }

    /// Sends the body up to its cut and returns the number of bytes sent.
    private func sendBody() -> Int {
        let delivery = response.delivery
        let body = response.body.prefix(delivery.cut ?? .max)
        let stallAt = delivery.stall.map { body.startIndex + min($0.afterBytes, body.count) }
        var position = body.startIndex
        while position < body.endIndex {
            if let stall = delivery.stall, position == stallAt, !connection.pause(seconds: stall.seconds) {
                break
            }
            // A slow body is sent in ten pieces per second.
            let piece = delivery.bytesPerSecond.map { max($0 / 10, 1) } ?? 262_144
            var end = min(position + piece, body.endIndex)
            if let stallAt, position < stallAt { end = min(end, stallAt) }
            guard write(body[position..<end]) else { break }
            if let rate = delivery.bytesPerSecond,
                !connection.pause(seconds: Double(end - position) / Double(max(rate, 1)))
            {
                return end - body.startIndex
            }
            position = end
        }
        return position - body.startIndex
    }

    private func write(_ piece: ArraySlice<UInt8>) -> Bool {
        guard response.delivery.framing == .chunked else { return connection.write(piece) }
        let size = Array((String(piece.count, radix: 16) + "\r\n").utf8)
        return connection.write(size + piece + [0x0D, 0x0A])
    }

    private static func reason(_ status: Int) -> String {
        [
            200: "OK", 202: "Accepted", 206: "Partial Content", 301: "Moved Permanently", 302: "Found",
            304: "Not Modified", 307: "Temporary Redirect", 308: "Permanent Redirect", 400: "Bad Request",
            401: "Unauthorized", 402: "Payment Required", 403: "Forbidden", 404: "Not Found",
            405: "Method Not Allowed", 413: "Content Too Large", 416: "Range Not Satisfiable",
            421: "Misdirected Request",
            422: "Unprocessable Content", 429: "Too Many Requests", 431: "Request Header Fields Too Large",
            500: "Internal Server Error", 502: "Bad Gateway", 503: "Service Unavailable",
            504: "Gateway Timeout",
        ][status] ?? "Status"
    }
}
