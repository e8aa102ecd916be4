extension VideoDialect {
    /// Returns a URL that a response named for further requests, such as ``RemoteTask/cancelURL``.
    /// - Returns: nil if there is none, or if it leads to an origin that the dialect does not trust.
    public func carriedURL(_ text: String?, at endpoint: Endpoint) -> HTTPURL? {
        // A URL that contained the key is not the provider's own any more.
        guard let text, !text.contains(Redaction.mark), let url = endpoint.baseURL.resolving(text),
            trusts(url.origin, of: endpoint)
        else { return nil }
        return url
    }

    /// Returns the field that carries the key, with a text in place of the key; nil if the requests are signed.
    package func keyField(showing text: String) -> HTTPField? {
        let authorizer = (try? Secret("key")).map(authorizer(for:))
        return (authorizer as? KeyAuthorizer)?.field(showing: text)
    }

    /// Returns whether requests may be sent to an origin.
    func trusts(_ origin: Origin, of endpoint: Endpoint) -> Bool {
        origin == endpoint.origin
            || (origin.isSecure || origin.isLoopback)
                && trustedOrigins(for: endpoint).contains { $0.origin == origin }
    }
}
