import VideoGeneration
import VideoPlatform

extension Command {
    /// Explains a saved response.
    static let explain = Command(
        name: "explain",
        summary: "read a saved response, and show how the client interprets it",
        theme: .checks,
        arguments: "FILE",
        argumentCount: 1...1,
        options: [.dialect, .operation, .httpStatus, .baseURL, .taskID],
        examples: [
            "explain --dialect openai-videos --operation status response.json",
            "explain --dialect minimax-v1 --operation submit --http-status 200 response.json --json",
        ],
        completion: .path,
        remarks:
            "Nothing is sent. The file holds the body, or head and body as curl -i prints them. Write - for standard input."
    ) { invocation, session in
        guard let dialectName = invocation[.dialect] else {
            throw VideoError.usage(
                "explain needs --dialect.",
                "Known: \(session.registry.plugins.map(\.dialect).joined(separator: ", "))."
            )
        }
        guard let word = invocation[.operation], let operation = DialectOperation(rawValue: word) else {
            throw VideoError.usage("explain needs --operation \(operations.joined(separator: "|")).")
        }
        let saved = try SavedResponse(bytes(invocation.arguments[0], session))
        let status = try invocation.integer(.httpStatus, in: 100...599) ?? saved.status ?? 200
        let plugin = try session.registry.plugin(for: dialectName)
        let address = invocation[.baseURL] ?? exampleAddress(plugin)
        let entry = ProviderConfiguration(id: dialectName, dialect: dialectName, baseURL: address)
        let explanation = ResponseExplanation(
            of: HTTPResponse(status: status, fields: saved.fields, body: saved.body),
            to: operation,
            by: try plugin.makeDialect(entry),
            at: try Endpoint(address),
            taskID: invocation[.taskID]
        )
        if invocation.has(.json) {
            session.console.line(explanation.json.description)
        } else {
            session.console.lines(explanation.words.flatMap(session.console.wrapped))
        }
        return explanation.isReadable ? .done : .savingFailed
    }

    fileprivate static let operations = DialectOperation.allCases.map(\.rawValue)

    /// Returns the address that is used without `--base-url`, because links are checked against the address of the API:
    /// that of the only well-known provider, otherwise an example in the form that the dialect needs.
    private static func exampleAddress(_ plugin: ProviderPlugin) -> String {
        let known = Set(plugin.presets.map(\.baseURL))
        if let address = known.first, known.count == 1 { return address }
        return plugin.dialect.hasPrefix("minimax") ? "https://api.example.com" : "https://api.example.com/v1"
    }

    private static func bytes(_ path: String, _ session: Session) throws -> [UInt8] {
        path == "-"
            ? LineEditor.lending { Descriptor.read(STDIN_FILENO, upToCount: 64 << 20) }.withoutByteOrderMark
            : try UserFile.bytes(session.folders.absolute(path), what: path.shown, session.disk, longest: 64 << 20)
    }
}

extension CommandOption {
    static let operation = CommandOption(
        name: "operation",
        value: "WHAT",
        summary: "the operation that the response belongs to: \(Command.operations.joined(separator: ", "))",
        completion: .words(Command.operations)
    )
    static let httpStatus = CommandOption(
        name: "http-status",
        value: "N",
        summary: "the HTTP status; by default the status in the file, or 200"
    )
    static let taskID = CommandOption(name: "task-id", value: "ID", summary: "the ID of the task in the request")
}

/// A response from a file: the body, or the head and the body as `curl -i` prints them.
struct SavedResponse {
    var status: Int?
    var fields = HTTPFields()
    var body: [UInt8]

    init(_ bytes: [UInt8]) {
        body = bytes
        guard bytes.starts(with: "HTTP/".utf8), let end = Self.headEnd(bytes) else { return }
        let lines = String(decoding: bytes[..<end.head], as: UTF8.self).split(whereSeparator: \.isNewline)
        let words = lines.first?.split(separator: " ") ?? []
        guard words.count > 1, let status = Int(words[1]) else { return }
        self.status = status
        body = Array(bytes[end.body...])
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":") else { continue }
            let value = line[line.index(after: colon)...].trimmed
            if let field = HTTPField(name: String(line[..<colon]), value: value) { fields.append(field) }
        }
    }

    /// Returns the ends of the head and of the empty line after it, or nil if there is no empty line.
    private static func headEnd(_ bytes: [UInt8]) -> (head: Int, body: Int)? {
        for mark in ["\r\n\r\n", "\n\n"] {
            if let range = bytes.firstRange(of: Array(mark.utf8)) { return (range.lowerBound, range.upperBound) }
        }
        return nil
    }
}
