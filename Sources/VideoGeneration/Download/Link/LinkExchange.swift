/// One question to a link of a video, redirects included: each hop is checked, and each is asked with the
/// key only where the key belongs.
struct LinkExchange: Sendable {
    /// RFC 9110 names no limit; the field's clients stop between 5 and 50.
    static let maximumRedirects = 5

    let transport: any HTTPTransport
    let policy: LinkPolicy
    let credential: Credential?

    /// Asks, and follows where it leads.
    /// - Returns: what the last hop answered; never a redirect.
    /// - Throws: ``VideoError``, ``HTTPTransportError``, what the sink threw.
    func ask(
        _ link: DownloadLink,
        _ question: RangeRequest,
        timeouts: HTTPTimeouts,
        _ setting: DownloadSink.Setting
    ) async throws -> DownloadSink.Outcome {
        var url = link.url
        var previous: HTTPURL?
        for _ in 0...Self.maximumRedirects {
            let peers = try policy.check(url, from: previous)
            var request = HTTPRequest(.get, url, fields: question.fields, peers: peers)
            if link.asset.needsCredential, let field = credential?.field(for: url) {
                request.fields.append(field)
            }
            let sink = DownloadSink(question, setting)
            do { try await transport.send(request, timeouts: timeouts, to: sink) } catch is DownloadSink.Enough {}
            guard case .redirect(let location) = try sink.outcome() else { return try sink.outcome() }
            guard let next = url.resolving(location) else {
                throw VideoError(
                    .unsafeURL,
                    "\(url.origin) leads on to an address that is no plain http(s) URL.",
                    advice: "It was not followed. The video stays at the provider."
                )
            }
            previous = url
            url = next
        }
        throw VideoError(
            .unsafeURL,
            "The link at \(link.url.origin) was redirected more than \(Self.maximumRedirects) times.",
            advice: "It was not followed further. The video stays at the provider."
        )
    }
}
