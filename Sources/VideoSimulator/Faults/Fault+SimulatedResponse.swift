import VideoGeneration
import VideoPlatform

extension Fault {
    /// Returns the response that replaces the route's own response, and whether the route still runs.
    ///
    /// - Returns: The replacement, or nil if the fault keeps the route's own response.
    func replacement(for request: ServerRequest, api: API, origins: Origins) -> (SimulatedResponse, isBilled: Bool)? {
        switch self {
        case .drop(let billed):
            var response = SimulatedResponse(status: 200, text: "")
            response.delivery.isSilent = true
            return (response, billed ?? false)
        case .status(let code, let retryAfter, let message, let billed):
            var response = SimulatedResponse(
                status: code,
                ["error": ["message": .string(message ?? "status \(code)"), "code": .null]]
            )
            if let retryAfter { response.set("Retry-After", Self.retryAfter(retryAfter)) }
            return (response, billed ?? false)
        case .refuse(let reason):
            return (Refusal(reason, "refused by script").response(as: api), false)
        case .basicChallenge:
            var response = SimulatedResponse(status: 401, text: "Unauthorized\n")
            response.set("WWW-Authenticate", #"Basic realm="proxy""#)
            return (response, false)
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
        case .expired: return (LinkRefusal.expired.response, false)
        case .rangeNotSatisfiable:
            return (SimulatedResponse(status: 416, text: "Range Not Satisfiable\n"), false)
        default: return nil
        }
    }

    /// Changes a response before it is sent.
    func alter(_ response: inout SimulatedResponse) {
        switch self {
        case .reset(let bytes):
            response.delivery.cut = max(bytes, 0)
            response.delivery.ending = .reset
        case .truncate(let bytes): response.delivery.cut = max(bytes, 0)
        case .excess(let bytes): response.delivery.excess = min(max(bytes, 0), 1 << 26)
        case .hang: response.delivery.hangs = true
        case .delay(let seconds): response.delivery.delay = seconds
        case .drip(let rate): response.delivery.bytesPerSecond = rate
        case .stall(let bytes, let seconds): response.delivery.stall = (max(bytes, 0), seconds)
        case .chunked: response.delivery.framing = .chunked
        case .closeDelimited: response.delivery.framing = .close
        case .earlyHints: response.delivery.interimStatus = 103
        case .header(let name, let value, let added):
            guard added == true else { return response.set(name, value) }
            // The writer adds a length only if there is none, so the true one is set here first.
            if name.lowercased() == "content-length", response.field(name) == nil {
                response.set(name, "\(response.body.count)")
            }
            response.fields.append((name, value))
        case .gzip:
            response.body = Gzip.stored(response.body)[...]
            response.set("Content-Encoding", "gzip")
        case .edit(let path, let value):
            guard let json = try? JSONValue(parsing: response.body) else { return }
            response.body = json.setting(path.split(separator: ".").map(String.init), to: value).bytes[...]
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
