/// The rules for following a server's link, applied to its URL before anything is sent.
///
/// A link comes from a provider's response or from a redirect, so it is only as trustworthy as its author. It must
/// use `https`, a public host name and the default port. Two exceptions follow from the user's choices: the
/// provider's own host, and this machine if the provider itself runs on it. The transport checks the address that a
/// public name resolves to; see ``HTTPRequest/AddressPolicy``.
struct LinkPolicy: Sendable, Hashable {
    /// The provider's own origin, which the user chose.
    let origin: Origin

    /// Creates the rules for a provider's links.
    init(origin: Origin) { self.origin = origin }

    /// Checks whether a link can be followed.
    /// - Parameters:
    ///   - url: The URL of the link.
    ///   - previous: The URL that redirected to this one, or nil for a link from a response.
    /// - Returns: The addresses that the connection can go to.
    /// - Throws: ``VideoError`` with code `unsafeURL`. Its message names only the origin of the link.
    func check(_ url: HTTPURL, from previous: HTTPURL? = nil) throws -> HTTPRequest.AddressPolicy {
        if let previous, previous.origin.isSecure, !url.origin.isSecure {
            throw Self.refusal(url, "it redirects from https to http")
        }
        if url.origin == origin { return .any }
        if origin.isLoopback, url.origin.isLoopback { return .any }
        guard url.origin.isSecure else { throw Self.refusal(url, "it is not https") }
        guard url.origin.host != origin.host else { return .any }
        guard url.origin.port == 443 else { throw Self.refusal(url, "it uses an unusual port") }
        guard url.origin.hasPublicName else {
            throw Self.refusal(url, "its host name is not public")
        }
        return .publicOnly
    }

    private static func refusal(_ url: HTTPURL, _ reason: String) -> VideoError {
        VideoError(
            .unsafeURL,
            "The link to \(url.origin) was not followed: \(reason).",
            advice: "Nothing was sent there. The video is still at the provider. Report the link to the provider."
        )
    }
}
