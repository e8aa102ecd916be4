/// What an answer says is wrong: its codes and its words, dug out of whatever they were wrapped in.
///
/// A relay's message is often the upstream's body as a string, several times over, or an HTML page. The
/// innermost words are the ones that say something; every code on the way counts, the innermost first.
public struct ProviderErrorDetails: Sendable, Hashable {
    /// The codes, the innermost first, as they were sent.
    public private(set) var codes: [String] = []
    /// The innermost message, fit to be shown.
    public private(set) var message: String?
    /// The provider's id of the exchange.
    public private(set) var requestID: String?
    /// Whether a flag says that the content was refused; see ``ResponseDocument/contentRefusal``.
    package internal(set) var refusesContent = false

    private static let maximumDepth = 8

    /// Digs through a value: an error object, a message, a whole answer.
    public init(digging value: JSONValue) { dig(value, depth: 0) }

    /// Takes a message alone.
    public init(message: String) { dig(text: message, depth: 0) }

    /// Whether there is neither code nor message.
    public var isBlank: Bool { codes.isEmpty && message == nil }

    private mutating func dig(_ value: JSONValue, depth: Int) {
        guard depth < Self.maximumDepth else { return }
        switch value {
        case .string(let text): dig(text: text, depth: depth)
        case .array(let elements): if let first = elements.first { dig(first, depth: depth + 1) }
        case .object(let object): dig(object, depth: depth)
        case .null, .bool, .number: break
        }
    }

    private mutating func dig(_ object: JSONObject, depth: Int) {
        let members = object.folded
        if requestID == nil { requestID = members[Self.requestKey]?.text }
        for key in Self.wordKeys {
            guard let value = members[key] else { continue }
            let before = message
            dig(value, depth: depth + 1)
            if message != before { break }
        }
        // FastAPI says apart from the words which field they are about.
        if let field = object["loc"]?.array?.last?.text, field != "body", let words = message {
            message = ErrorText.shown("\(field): \(words)")
        }
        add(codesOf: members, Self.codeKeys)
    }

    /// Takes the codes of an object, each once.
    mutating func add(codesOf members: [FoldedWord: JSONValue], _ keys: [FoldedWord]) {
        for key in keys {
            guard let code = members[key]?.identifier, !Self.isOK(code), !codes.contains(code) else { continue }
            codes.append(code)
        }
    }

    private mutating func dig(text: String, depth: Int) {
        guard depth < Self.maximumDepth else { return }
        let mark = RequestMark(in: String(text.prefix(ErrorText.maximumInput)))
        requestID = requestID ?? mark.id
        if let inner = Self.json(in: text), !inner.isBlank {
            let before = message
            dig(inner, depth: depth + 1)
            if message != before { return }
        }
        message = ErrorText.shown(text) ?? message
        if let code = Self.trailingCode(mark.text), !codes.contains(code) { codes.append(code) }
    }

    /// The JSON in a text such as `upstream said: {…} (request id: …)`.
    private static func json(in text: String) -> JSONValue? {
        for (open, close) in [("{", "}"), ("[", "]")] as [(Character, Character)] {
            guard let start = text.firstIndex(of: open), let end = text.lastIndex(of: close), start < end else {
                continue
            }
            if let value = try? JSONValue(parsing: String(text[start...end])) { return value }
        }
        return nil
    }

    /// MiniMax's newer API puts its code only at the end of the words: `insufficient balance (1008)`.
    private static func trailingCode(_ text: String) -> String? {
        let text = text.reversed().drop { $0 == " " || $0 == "." }
        guard text.first == ")" else { return nil }
        let digits = String(text.dropFirst().prefix { $0.isASCII && $0.isNumber }.reversed())
        guard (4...5).contains(digits.count), text.dropFirst(digits.count + 1).first == "(" else { return nil }
        return digits
    }

    /// Whether a code says that all is well.
    static func isOK(_ code: String) -> Bool {
        switch code.lowercased() {
        case "0", "200", "201", "202", "ok", "success", "succeed", "none", "null": true
        default: false
        }
    }

    private static let requestKey: FoldedWord = "request_id"

    /// The keys under which words stand, the best first.
    private static let wordKeys: [FoldedWord] = [
        "error", "base_resp", "message", "status_msg", "msg", "detail", "error_message", "error_msg", "err_msg",
        "fail_reason", "failure_reason", "failure", "failure_message", "failed_reason", "task_status_msg", "reason",
        "errors",
    ]

    private static let codeKeys: [FoldedWord] = [
        "code", "status_code", "err_code", "error_code", "failure_code", "type", "error_type", "failure_reason",
    ]
}

extension ResponseDocument {
    /// What the answer as a whole complains about; nil where `base_resp`, `code` and `error` are fine.
    ///
    /// Looked for in every 2xx answer, from the envelope to the task; what lies deeper is the upstream's
    /// own answer, and belongs to it.
    public var complaint: ProviderErrorDetails? {
        for layer in layers[...(taskLayer ?? layers.count - 1)] {
            if let answered = layer["base_resp"], let code = answered["status_code"]?.identifier,
                !ProviderErrorDetails.isOK(code)
            {
                return ProviderErrorDetails(digging: answered)
            }
            if let code = layer["code"]?.identifier, !ProviderErrorDetails.isOK(code) {
                return ProviderErrorDetails(digging: .object(layer))
            }
            if let error = layer["error"], Self.isError(error) {
                return ProviderErrorDetails(digging: .object(layer))
            }
            if status == nil, let detail = layer["detail"], !detail.isBlank {
                return ProviderErrorDetails(digging: .object(layer))
            }
        }
        return nil
    }

    /// Why a failed task failed, wherever it says so. A link where a reason should be is none.
    public var reason: ProviderErrorDetails {
        let refusal = contentRefusal
        var complaint = words ?? refusal ?? ProviderErrorDetails(digging: .null)
        // Codes stand beside the words as often as under them, and in the upstream's own answer further in.
        for layer in taskLayers.flatMap(Self.inside) { complaint.add(codesOf: layer.folded, ["code"]) }
        for layer in reasonLayers {
            complaint.add(codesOf: layer.folded, ["failure_code", "err_code", "error_code"])
            if let error = layer["error"]?.object { complaint.add(codesOf: error.folded, ["code"]) }
            if let answered = layer["base_resp"]?.object { complaint.add(codesOf: answered.folded, ["status_code"]) }
        }
        complaint.refusesContent = refusal != nil
        return complaint
    }

    /// The task and what lies in it.
    private var reasonLayers: [JSONObject] { taskLayers.flatMap { [$0] + Self.inside($0) } }

    /// What the upstream says about its task, which DashScope calls `output`.
    private static func inside(_ layer: JSONObject) -> [JSONObject] {
        ["output", "response", "result"].compactMap { layer[$0]?.object }
    }

    private var words: ProviderErrorDetails? {
        for layer in reasonLayers {
            let members = layer.folded
            for key in Self.reasonKeys {
                guard let value = members[key], !Self.isLink(value) else { continue }
                if key.text == "baseresp", ProviderErrorDetails.isOK(value["status_code"]?.identifier ?? "0") {
                    continue
                }
                let complaint = ProviderErrorDetails(digging: key.text == "error" ? value : .object([key.text: value]))
                if !complaint.isBlank { return complaint }
            }
        }
        // The OpenAI-shaped view of a relay's failed task may hold the words in `metadata.url`.
        guard let words = first("metadata")?["url"], let text = words.text, !Self.isLink(words) else { return nil }
        return ProviderErrorDetails(message: text)
    }

    private static let reasonKeys: [FoldedWord] = [
        "error", "base_resp", "fail_reason", "failure_reason", "failed_reason", "failure", "failure_message",
        "error_message", "error_msg", "err_msg", "task_status_msg", "message", "detail",
    ]

    /// A link, and no sentence that begins with one.
    private static func isLink(_ value: JSONValue) -> Bool {
        guard let text = value.text?.trimming(\.isWhitespace) else { return false }
        return !text.contains(where: \.isWhitespace) && HTTPURL(text) != nil
    }

    /// `{"code": 0, "message": ""}` is how some relays say that there is no error.
    private static func isError(_ value: JSONValue) -> Bool {
        switch value {
        case .string(let text): value.text != nil && !ProviderErrorDetails.isOK(text)
        case .object: !ProviderErrorDetails(digging: value).isBlank
        case .array(let elements): !elements.isEmpty
        case .bool(let isError): isError
        case .null, .number: false
        }
    }
}
