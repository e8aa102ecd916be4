/// One download request to a link of a video, including its redirects. Each redirect is checked, and the key is
/// sent only to its own origin.
struct LinkExchange: Sendable {
    /// The maximum number of redirects. RFC 9110 defines no limit. Common clients stop between 5 and 50.
    static let maximumRedirects = 5

    let transport: any HTTPTransport
    let clock: any EngineClock
    let policy: LinkPolicy
    let credential: Credential?

    /// Sends the request and follows redirects.
    /// - Returns: The result of the last response, which is never a redirect.
    /// - Throws: ``VideoError``, ``HTTPTransportError``, or the sink's error.
    func send(
        _ link: DownloadLink,
        _ range: RangeRequest,
        timeouts: HTTPTimeouts,
        _ context: DownloadSink.Context
    ) async throws -> DownloadSink.Outcome {
        var url = link.url
        var previous: HTTPURL?
        for _ in 0...Self.maximumRedirects {
            let peers = try policy.check(url, from: previous)
            var request = HTTPRequest(.get, url, fields: range.fields, peers: peers)
            if link.output.needsCredential, let credential {
                request = try await credential.authorizing(
                    request,
                    at: clock.now,
                    over: transport,
                    SystemSigner()
                )
            }
            let sink = DownloadSink(range, context)
            do { try await transport.send(request, timeouts: timeouts, to: sink) } catch is DownloadSink.Enough {}
            guard case .redirect(let location) = try sink.outcome() else { return try sink.outcome() }
            guard let next = url.resolving(location) else {
                throw VideoError(
                    .unsafeURL,
                    "\(url.origin) redirects to an address that is not a valid http(s) URL.",
                    advice: "The redirect was not followed. The video is still at the provider."
                )
            }
            previous = url
            url = next
        }
        throw VideoError(
            .unsafeURL,
            "The link at \(link.url.origin) was redirected more than \(Self.maximumRedirects) times.",
            advice: "No further redirect was followed. The video is still at the provider."
        )
    }
}
