extension VideoClient {
    /// The purchase as it would be sent, but for the key: for showing it without making it.
    ///
    /// Pictures are read and everything is checked as in a purchase.
    /// - Throws: ``VideoError``; `unsupported` where the provider is not made of a dialect.
    public func preview(_ request: VideoRequest, with providerID: String) throws -> HTTPRequest {
        guard let provider = try provider(providerID) as? DialectProvider else {
            throw VideoError(.unsupported, "\(providerID) does not show what it sends.")
        }
        return try provider.purchase(of: prepare(request, for: provider))
    }
}
