extension ScriptedServer {
    /// Answers with a length and keeps the connection.
    static func answer(_ status: Int = 200, _ body: String = "ok", fields: [String] = []) -> Behaviour {
        { request, connection in
            let lines = ["HTTP/1.1 \(status) Status", "Content-Length: \(body.utf8.count)"] + fields
            connection.write(
                lines.joined(separator: "\r\n") + "\r\n\r\n" + (request.method == "HEAD" ? "" : body)
            )
            return true
        }
    }

    /// Writes exactly this and closes.
    static func raw(_ text: String) -> Behaviour { raw(Array(text.utf8)) }

    /// Writes exactly this and closes.
    static func raw(_ bytes: [UInt8]) -> Behaviour {
        { _, connection in
            connection.write(bytes)
            return false
        }
    }

    /// Reads the request and closes without a byte.
    static let drop: Behaviour = { _, _ in false }

    /// Reads the request and never answers; ends when the client goes.
    static let silence: Behaviour = { _, connection in
        _ = connection.readSome()
        return false
    }

    /// Announces a length and sends that many bytes of one value, as fast as they are taken.
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
