import VideoGeneration
import VideoGenerationTesting
import VideoRecording

/// A transport that does what no transport may.
struct CheatingTransport: HTTPTransport {
    struct Rules: Sendable {
        var resends = false
        var deniesSending = false
        var hidesTags = false
    }

    let transport: SimulatedTransport
    let rules: Rules

    func send(_ request: HTTPRequest, timeouts: HTTPTimeouts, to sink: some HTTPSink) async throws {
        var asked = request
        if rules.hidesTags { asked.fields["If-Range"] = nil }
        do {
            if rules.hidesTags {
                // Every version of a file looks like the same one.
                let untagged = HeadSink(sink) { head in
                    if head.fields["ETag"] != nil { head.fields["ETag"] = "\"same\"" }
                }
                try await transport.send(asked, timeouts: timeouts, to: untagged)
            } else {
                try await transport.send(asked, timeouts: timeouts, to: sink)
            }
        } catch let error as HTTPTransportError {
            if rules.resends, request.method == .post, error.progress == .sent {
                return try await transport.send(request, timeouts: timeouts, to: sink)
            }
            if rules.deniesSending, error.progress == .sent {
                throw HTTPTransportError(error.code, .notSent, error.message)
            }
            throw error
        }
    }
}
