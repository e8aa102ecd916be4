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
    let requiresKey: Bool

    func refusal(of head: ServerRequest) -> HTTPServer.BodyRefusal? {
        let (route, _) = find(head)
        let faults = faults.faults(on: route?.operation, path: String(head.path), beforeBody: true)
        for case .resetRequest(let bytes) in faults { return .init(resetAfterBytes: max(bytes, 0)) }
        return nil
    }

    func respond(to request: ServerRequest) -> SimulatedResponse {
        guard let origins = backend.options.allowedOrigin.map(CrossOrigin.init) else {
            return routedResponse(to: request)
        }
        var response = origins.preflight(request) ?? routedResponse(to: request)
        origins.open(&response, to: request)
        return response
    }

    private func routedResponse(to request: ServerRequest) -> SimulatedResponse {
        let (route, parameters) = find(request)
        if !requiresKey { noteCredentials(of: request) }
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
        let context = RequestContext(
            request: request,
            parameters: parameters,
            backend: backend,
            links: links,
            faults: faults
        )
        var response = replacement(for: context, route) ?? work(route, context)
        if response.field("x-request-id") == nil {
            response.set("x-request-id", "req_\(IDGenerator.hexadecimal(32))")
        }
        for fault in faults { fault.alter(&response) }
        return response
    }

    /// Returns the response of the first fault that replaces the route's own, or nil if there is none.
    private func replacement(for context: RequestContext, _ route: Route) -> SimulatedResponse? {
        for fault in context.faults {
            guard
                let (response, isBilled) = fault.replacement(
                    for: context.request,
                    api: route.api,
                    origins: origins
                )
            else { continue }
            if isBilled { _ = work(route, context) }
            return response
        }
        return nil
    }

    private func work(_ route: Route, _ context: RequestContext) -> SimulatedResponse {
        do throws(Refusal) {
            if requiresKey, route.operation != nil { try checkKey(context.request) }
            return try route.respond(context)
        } catch {
            return error.response(as: route.api)
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
        let fields = request.fields.compactMap { HTTPField(name: $0.name, value: $0.value) }
        let names = fields.filter(\.isUsuallyKey).map { $0.name.lowercased() }
        if !names.isEmpty { backend.noteCredentials(names) }
    }
}
