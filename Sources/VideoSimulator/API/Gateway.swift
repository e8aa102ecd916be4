import VideoGeneration
import VideoPlatform

/// Finds the route of a request, applies the script's faults, checks the key, and runs the route.
struct Gateway: HTTPServer.Handler {
    let routes: [Route]
    let backend: Backend
    let faults: FaultEngine
    let links: LinkSigner
    let origins: Origins
    /// Whether requests need a key. This is so on the port of the APIs.
    let asksForKey: Bool

    func refusal(of head: ServerRequest) -> HTTPServer.BodyRefusal? {
        let (route, _) = find(head)
        let faults = faults.faults(on: route?.operation, path: String(head.path), beforeBody: true)
        for case .resetRequest(let bytes) in faults { return .init(resetAfterBytes: max(bytes, 0)) }
        return nil
    }

    func answer(_ request: ServerRequest) -> SimulatedResponse {
        guard let origins = backend.options.allowedOrigin.map(CrossOrigin.init) else { return respond(to: request) }
        var answer = origins.preflight(request) ?? respond(to: request)
        origins.open(&answer, to: request)
        return answer
    }

    private func respond(to request: ServerRequest) -> SimulatedResponse {
        let (route, parameters) = find(request)
        if !asksForKey { noteCredentials(of: request) }
        backend.count(
            route.map { "\($0.method) \($0.pattern)" } ?? "other",
            isSubmit: route?.operation == .submit
        )
        guard let route else { return SimulatedResponse(status: 404, ["detail": "Not Found"]) }
        // The simulator's own routes have no operation and are not affected by faults.
        let faults =
            route.operation.map {
                self.faults.faults(on: $0, path: String(request.path), beforeBody: false)
            } ?? []
        let call = Call(
            request: request,
            parameters: parameters,
            backend: backend,
            links: links,
            faults: faults
        )
        var answer = replacement(for: call, route) ?? work(route, call)
        if answer.field("x-request-id") == nil {
            answer.set("x-request-id", "req_\(IDGenerator.hexadecimal(32))")
        }
        for fault in faults { fault.alter(&answer) }
        return answer
    }

    /// Returns the response of the first fault that replaces the route's own, or nil if there is none.
    private func replacement(for call: Call, _ route: Route) -> SimulatedResponse? {
        for fault in call.faults {
            guard
                let (answer, isBilled) = fault.replacement(
                    for: call.request,
                    api: route.api,
                    origins: origins
                )
            else { continue }
            if isBilled { _ = work(route, call) }
            return answer
        }
        return nil
    }

    private func work(_ route: Route, _ call: Call) -> SimulatedResponse {
        do throws(Refusal) {
            if asksForKey, route.operation != nil { try checkKey(call.request) }
            return try route.answer(call)
        } catch {
            return error.answer(as: route.api)
        }
    }

    private func find(_ request: ServerRequest) -> (Route?, [String: String]) {
        let method = request.method == "HEAD" ? "GET" : request.method
        for route in routes where route.method == method {
            if let parameters = route.match(request.path) { return (route, parameters) }
        }
        return (nil, [:])
    }

    private func checkKey(_ request: ServerRequest) throws(Refusal) {
        guard let key = backend.options.apiKey else { return }
        guard let field = request.field("authorization"), !field.isEmpty else { throw Refusal(.keyMissing) }
        let parts = field.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "bearer", parts[1] == key else {
            throw Refusal(.keyRefused)
        }
    }

    private func noteCredentials(of request: ServerRequest) {
        let secret: Set = ["authorization", "proxy-authorization", "x-api-key", "api-key", "cookie"]
        let names = request.fields.map { $0.name.lowercased() }.filter(secret.contains)
        if !names.isEmpty { backend.noteCredentials(names) }
    }
}
