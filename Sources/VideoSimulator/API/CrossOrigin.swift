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
        var answer = SimulatedResponse(status: 200, text: "")
        answer.set("Access-Control-Allow-Methods", method)
        // The names are repeated because `*` does not include Authorization.
        answer.set("Access-Control-Allow-Headers", request.field("access-control-request-headers") ?? "*")
        if request.field("access-control-request-private-network") == "true" {
            answer.set("Access-Control-Allow-Private-Network", "true")
        }
        answer.set("Access-Control-Max-Age", "600")
        return answer
    }

    /// Adds the header fields that let a page read the response.
    func open(_ answer: inout SimulatedResponse, to request: ServerRequest) {
        answer.set("Vary", "Origin")
        guard isAllowed(request) else { return }
        answer.set("Access-Control-Allow-Origin", allowed)
        answer.set("Access-Control-Expose-Headers", Self.exposed)
    }

    private func isAllowed(_ request: ServerRequest) -> Bool {
        request.field("origin").map { allowed == "*" || $0 == allowed } ?? false
    }
}
