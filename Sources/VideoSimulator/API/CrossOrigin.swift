import VideoGeneration

/// Lets pages of one origin, or of any origin, read responses in a browser (the Fetch standard's CORS protocol).
struct CrossOrigin: Sendable {
    /// An origin such as `http://localhost:3000`, or `*` for any origin.
    let allowed: String

    private static let exposed =
        "x-request-id, openai-version, openai-processing-ms, retry-after, content-range, accept-ranges, etag"

    /// Returns the response to a browser's CORS preflight request, or nil for any other request.
    func preflight(_ request: ServerRequest) -> SimulatedResponse? {
        guard request.method == "OPTIONS", isAllowed(request),
            let method = request.field("access-control-request-method")
        else { return nil }
        var response = SimulatedResponse(status: 200, text: "")
        response.set("Access-Control-Allow-Methods", method)
        // The names are repeated because `*` does not include Authorization.
        response.set("Access-Control-Allow-Headers", request.field("access-control-request-headers") ?? "*")
        if request.field("access-control-request-private-network") == "true" {
            response.set("Access-Control-Allow-Private-Network", "true")
        }
        response.set("Access-Control-Max-Age", "600")
        return response
    }

    /// Adds the header fields that let a page read the response.
    func open(_ response: inout SimulatedResponse, to request: ServerRequest) {
        response.set("Vary", "Origin")
        guard isAllowed(request) else { return }
        response.set("Access-Control-Allow-Origin", allowed)
        response.set("Access-Control-Expose-Headers", Self.exposed)
    }

    private func isAllowed(_ request: ServerRequest) -> Bool {
        request.field("origin").map { allowed == "*" || $0 == allowed } ?? false
    }
}
