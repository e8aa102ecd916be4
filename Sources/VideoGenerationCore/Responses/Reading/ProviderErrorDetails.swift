/// The error that a response reports: its codes and its message, extracted from all wrappers.
///
/// A relay's message is often the upstream's body as a string, nested several times, or an HTML page. The innermost
/// message is the useful one. The codes of all levels are kept, the innermost first.
package struct ProviderErrorDetails: Sendable, Hashable {
    /// The codes as they were sent, the innermost first.
    package private(set) var codes: [String] = []
    /// The innermost message, cleaned for display; nil if there is none.
    package private(set) var message: String?
    /// The provider's ID of the HTTP request.
    package private(set) var requestID: String?
    /// Whether a flag reports that the content was rejected; see ``ResponseDocument/contentRefusal``.
    package internal(set) var refusesContent = false

    private static let maximumDepth = 8
    private let wordKeys: [FoldedWord]
    private let codeKeys: [FoldedWord]

    /// Extracts the error from an error object, a message or a whole response.
    /// - Parameter keys: The dialect's own keys.
    package init(extractedFrom value: JSONValue, keys: ResponseKeys = ResponseKeys()) {
        self.init(keys)
        collect(from: value, depth: 0)
    }

    /// Creates details from a message alone.
    package init(message: String) {
        self.init(ResponseKeys())
        collect(fromText: message, depth: 0)
    }

    private init(_ keys: ResponseKeys) {
        wordKeys = keys.reasons.map { FoldedWord($0) } + Self.usualWordKeys
        codeKeys = keys.codes.map { FoldedWord($0) } + Self.usualCodeKeys
    }

    /// Whether there is neither a code nor a message.
    package var isBlank: Bool { codes.isEmpty && message == nil }

    private mutating func collect(from value: JSONValue, depth: Int) {
        guard depth < Self.maximumDepth else { return }
        switch value {
        case .string(let text): collect(fromText: text, depth: depth)
        case .array(let elements): if let first = elements.first { collect(from: first, depth: depth + 1) }
        case .object(let object): collect(from: object, depth: depth)
        case .null, .bool, .number: break
        }
    }

    private mutating func collect(from object: JSONObject, depth: Int) {
        let members = object.folded
        if requestID == nil { requestID = members[Self.requestKey]?.text }
        for key in wordKeys {
            guard let value = members[key] else { continue }
            let before = message
            collect(from: value, depth: depth + 1)
            if message != before { break }
        }
        // FastAPI names the affected field separately from the message.
        if let field = object["loc"]?.array?.last?.text, field != "body", let words = message {
            message = ErrorText.shown("\(field): \(words)")
        }
        add(codesOf: members, codeKeys)
    }

    /// Adds the codes of an object. A code that is already present is not added again.
    mutating func add(codesOf members: [FoldedWord: JSONValue], _ keys: [FoldedWord]) {
        for key in keys {
            guard let code = members[key]?.identifier, !Self.isOK(code), !codes.contains(code) else { continue }
            codes.append(code)
        }
    }

    private mutating func collect(fromText text: String, depth: Int) {
        guard depth < Self.maximumDepth else { return }
        let mark = RequestMark(in: String(text.prefix(ErrorText.maximumInput)))
        requestID = requestID ?? mark.id
        if let inner = Self.json(in: text), !inner.isBlank {
            let before = message
            collect(from: inner, depth: depth + 1)
            if message != before { return }
        }
        message = ErrorText.shown(text) ?? message
        if let code = Self.trailingCode(mark.text), !codes.contains(code) { codes.append(code) }
    }

    /// Returns the JSON inside a text such as `upstream said: {…} (request id: …)`.
    private static func json(in text: String) -> JSONValue? {
        for (open, close) in [("{", "}"), ("[", "]")] as [(Character, Character)] {
            guard let start = text.firstIndex(of: open), let end = text.lastIndex(of: close), start < end else {
                continue
            }
            if let value = try? JSONValue(parsingResponse: String(text[start...end]).utf8) { return value }
        }
        return nil
    }

    /// Returns the code at the end of a message: `insufficient balance (1008)`. MiniMax's newer API sends it only
    /// there.
    private static func trailingCode(_ text: String) -> String? {
        let text = text.reversed().drop { $0 == " " || $0 == "." }
        guard text.first == ")" else { return nil }
        let digits = String(text.dropFirst().prefix { $0.isASCII && $0.isNumber }.reversed())
        guard (4...5).contains(digits.count), text.dropFirst(digits.count + 1).first == "(" else { return nil }
        return digits
    }

    /// Returns whether a code means success.
    package static func isOK(_ code: String) -> Bool {
        switch code.lowercased() {
        case "0", "200", "201", "202", "ok", "success", "succeed", "none", "null": true
        default: false
        }
    }

    private static let requestKey: FoldedWord = "request_id"

    /// The keys of a message, the preferred one first.
    private static let usualWordKeys: [FoldedWord] = [
        "error", "base_resp", "message", "status_msg", "msg", "detail", "error_message", "error_msg", "err_msg",
        "fail_reason", "failure_reason", "failure", "failure_message", "failed_reason", "task_status_msg", "reason",
        "errors",
    ]

    private static let usualCodeKeys: [FoldedWord] = [
        "code", "status_code", "err_code", "error_code", "failure_code", "type", "error_type", "failure_reason",
    ]
}

extension ResponseDocument {
    /// The error that the response as a whole reports; nil if `base_resp`, `code` and `error` report none.
    ///
    /// The search covers every layer from the envelope to the task. Deeper layers are the upstream's own response and
    /// are not searched.
    package var reportedError: ProviderErrorDetails? {
        for layer in layers[...(taskLayer ?? layers.count - 1)] {
            if let baseResponse = layer["base_resp"], let code = baseResponse["status_code"]?.identifier,
                !ProviderErrorDetails.isOK(code)
            {
                return details(of: baseResponse)
            }
            if let code = layer["code"]?.identifier, !ProviderErrorDetails.isOK(code) {
                return details(of: .object(layer))
            }
            if let error = layer["error"], isError(error) {
                return details(of: .object(layer))
            }
            if status == nil, let detail = layer["detail"], !detail.isBlank {
                return details(of: .object(layer))
            }
        }
        return nil
    }

    /// The reason why a failed task failed, from every place that can contain it. A link in the place of a reason is
    /// ignored.
    package var failureReason: ProviderErrorDetails {
        let refusal = contentRefusal
        var details = words ?? refusal ?? details(of: .null)
        // Codes occur beside the message, below it, and in the upstream's own response.
        for layer in taskLayers.flatMap(Self.inside) { details.add(codesOf: layer.folded, ["code"]) }
        for layer in reasonLayers {
            details.add(
                codesOf: layer.folded,
                keys.codes.map { FoldedWord($0) } + ["failure_code", "err_code", "error_code"]
            )
            if let error = layer["error"]?.object { details.add(codesOf: error.folded, ["code"]) }
            if let base = layer["base_resp"]?.object { details.add(codesOf: base.folded, ["status_code"]) }
        }
        details.refusesContent = refusal != nil
        return details
    }

    /// Returns the error in a value, read with the dialect's own keys.
    func details(of value: JSONValue) -> ProviderErrorDetails { ProviderErrorDetails(extractedFrom: value, keys: keys) }

    /// The task's layers and the upstream's objects inside them.
    private var reasonLayers: [JSONObject] { taskLayers.flatMap { [$0] + Self.inside($0) } }

    /// Returns the upstream's own description of the task. DashScope calls it `output`.
    private static func inside(_ layer: JSONObject) -> [JSONObject] {
        ["output", "response", "result"].compactMap { layer[$0]?.object }
    }

    private var words: ProviderErrorDetails? {
        for layer in reasonLayers {
            let members = layer.folded
            for key in keys.reasons.map({ FoldedWord($0) }) + Self.reasonKeys {
                guard let value = members[key], !Self.isLink(value) else { continue }
                if key.text == "baseresp", ProviderErrorDetails.isOK(value["status_code"]?.identifier ?? "0") {
                    continue
                }
                let source = key.text == "error" ? value : .object([key.text: value])
                let details = details(of: source)
                if !details.isBlank { return details }
            }
        }
        // In OpenAI's format, a relay's failed task may have the message in `metadata.url`.
        guard let words = first("metadata")?["url"], let text = words.text, !Self.isLink(words) else { return nil }
        return ProviderErrorDetails(message: text)
    }

    private static let reasonKeys: [FoldedWord] = [
        "error", "base_resp", "fail_reason", "failure_reason", "failed_reason", "failure", "failure_message",
        "error_message", "error_msg", "err_msg", "task_status_msg", "message", "detail",
    ]

    /// Whether the text is a link and not a sentence that begins with one.
    private static func isLink(_ value: JSONValue) -> Bool {
        guard let text = value.text?.trimming(\.isWhitespace) else { return false }
        return !text.contains(where: \.isWhitespace) && HTTPURL(text) != nil
    }

    /// Some relays send `{"code": 0, "message": ""}` when there is no error.
    private func isError(_ value: JSONValue) -> Bool {
        switch value {
        case .string(let text): value.text != nil && !ProviderErrorDetails.isOK(text)
        case .object: !details(of: value).isBlank
        case .array(let elements): !elements.isEmpty
        case .bool(let isError): isError
        case .null, .number: false
        }
    }
}
