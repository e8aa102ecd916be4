import LoopbackHTTP

extension ScriptedServer {
    /// Sends a response with its length and keeps the connection open.
    static func answer(_ status: Int = 200, _ body: String = "ok", fields: [String] = []) -> Behaviour {
        { request, connection in
            let lines = ["HTTP/1.1 \(status) Status", "Content-Length: \(body.utf8.count)"] + fields
            connection.write(
                lines.joined(separator: "\r\n") + "\r\n\r\n" + (request.method == "HEAD" ? "" : body)
            )
            return true
        }
    }

    /// Sends exactly these bytes and closes the connection.
    static func raw(_ text: String) -> Behaviour { raw(Array(text.utf8)) }

    /// Sends exactly these bytes and closes the connection.
    static func raw(_ bytes: [UInt8]) -> Behaviour {
        { _, connection in
            connection.write(bytes)
            return false
        }
    }

    /// Reads the request and closes the connection without a response.
    static let drop: Behaviour = { _, _ in false }

    /// Reads the request and sends nothing until the client disconnects.
    static let silence: Behaviour = { _, connection in
        _ = connection.readSome()
        return false
    }

    /// Sends a response with a number of equal bytes, as fast as the client accepts them.
    static func zeros(_ count: Int) -> Behaviour {
        { _, connection in
            let block = [UInt8](repeating: 0x30, count: 256 * 1024)
            guard connection.write("HTTP/1.1 200 OK\r\nContent-Length: \(count)\r\n\r\n") else {
                return false
            }
            var left = count
            while left > 0 {
                guard connection.write(block.prefix(left)) else { return false }
                left -= min(left, block.count)
            }
            return true
        }
    }
}
