import VideoGeneration
import VideoPlatform

extension Fault {
    /// Returns the response that replaces the route's own response, and whether the route still runs.
    ///
    /// - Returns: The replacement, or nil if the fault keeps the route's own response.
    func replacement(for request: ServerRequest, api: API, origins: Origins) -> (SimulatedResponse, isBilled: Bool)? {
        switch self {
        case .drop(let billed):
            var answer = SimulatedResponse(status: 200, text: "")
            answer.delivery.isSilent = true
            return (answer, billed ?? false)
        case .status(let code, let retryAfter, let message, let billed):
            var answer = SimulatedResponse(
                status: code,
                ["error": ["message": .string(message ?? "status \(code)"), "code": .null]]
            )
            if let retryAfter { answer.set("Retry-After", Self.retryAfter(retryAfter)) }
            return (answer, billed ?? false)
        case .refuse(let reason):
            return (Refusal(reason, "refused by script").answer(as: api), false)
        case .basicChallenge:
            var answer = SimulatedResponse(status: 401, text: "Unauthorized\n")
            answer.set("WWW-Authenticate", #"Basic realm="proxy""#)
            return (answer, false)
        case .redirect(let location, let status):
            let location = location.replacing("{self}", with: request.target)
                .replacing("{api}", with: origins.api).replacing("{media}", with: origins.media)
            return (SimulatedResponse(redirectingTo: location, status: status ?? 302), false)
        case .body(let text, let type, let status, let repeated, let billed):
            let text = String(repeating: text, count: min(max(repeated ?? 1, 0), 1 << 26))
            return (
                SimulatedResponse(status: status ?? 200, text: text, type: type ?? "application/json"), billed ?? false
            )
        case .captivePortal:
            let page = """
                <!DOCTYPE html>
                <html><head><title>Sign in</title></head>
                <body><h1>Welcome to the Wi-Fi</h1><form><button>Accept the terms</button></form></body></html>

                """
            return (SimulatedResponse(status: 200, text: page, type: "text/html; charset=utf-8"), false)
        case .expired: return (LinkRefusal.expired.answer, false)
        case .rangeNotSatisfiable:
            return (SimulatedResponse(status: 416, text: "Range Not Satisfiable\n"), false)
        default: return nil
        }
    }

    /// Changes a response before it is sent.
    func alter(_ answer: inout SimulatedResponse) {
        switch self {
        case .reset(let bytes):
            answer.delivery.cut = max(bytes, 0)
            answer.delivery.ending = .reset
        case .truncate(let bytes): answer.delivery.cut = max(bytes, 0)
        case .excess(let bytes): answer.delivery.excess = min(max(bytes, 0), 1 << 26)
        case .hang: answer.delivery.hangs = true
        case .delay(let seconds): answer.delivery.delay = seconds
        case .drip(let rate): answer.delivery.bytesPerSecond = rate
        case .stall(let bytes, let seconds): answer.delivery.stall = (max(bytes, 0), seconds)
        case .chunked: answer.delivery.framing = .chunked
        case .closeDelimited: answer.delivery.framing = .close
        case .earlyHints: answer.delivery.interimStatus = 103
        case .header(let name, let value, let added):
            guard added == true else { return answer.set(name, value) }
            // The writer adds a length only if there is none, so the true one is set here first.
            if name.lowercased() == "content-length", answer.field(name) == nil {
                answer.set(name, "\(answer.body.count)")
            }
            answer.fields.append((name, value))
        case .gzip:
            answer.body = Gzip.stored(answer.body)[...]
            answer.set("Content-Encoding", "gzip")
        case .edit(let path, let value):
            guard let json = try? JSONValue(parsing: answer.body) else { return }
            answer.body = json.setting(path.split(separator: ".").map(String.init), to: value).bytes[...]
        default: break
        }
    }

    private static func retryAfter(_ text: String) -> String {
        guard text.hasPrefix("date:"), let seconds = Double(text.dropFirst("date:".count)) else {
            return text
        }
        return HTTPDate.string(Date(timeIntervalSinceNow: seconds))
    }
}

extension JSONValue {
    /// Returns the value with a member set, or removed if the new value is nil. A number in the path is an array index.
    func setting(_ path: [String], to value: JSONValue?) -> JSONValue {
        guard let key = path.first else { return value ?? .null }
        let rest = Array(path.dropFirst())
        if case .array(var elements) = self, let index = Int(key), elements.indices.contains(index) {
            if rest.isEmpty, value == nil {
                elements.remove(at: index)
            } else {
                elements[index] = elements[index].setting(rest, to: value)
            }
            return .array(elements)
        }
        var object = object ?? JSONObject()
        object[key] = rest.isEmpty ? value : (object[key] ?? .object(JSONObject())).setting(rest, to: value)
        return .object(object)
    }
}
