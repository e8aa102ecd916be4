import VideoPlatform

/// An account at a provider: the address of the API, its dialect, and the fingerprint of the key.
package struct Account: Sendable, Hashable {
    /// The address of the API.
    package let endpoint: Endpoint
    /// The name of the dialect. A vendor counts the requests of each of its APIs separately.
    package let dialect: String
    /// The first characters of the SHA-256 hash of the key; empty if the provider needs none. It does not reveal the
    /// key.
    package let fingerprint: String

    /// Creates the account of an endpoint and a key.
    package init(_ endpoint: Endpoint, dialect: String, key: Secret?) {
        self.endpoint = endpoint
        self.dialect = dialect
        fingerprint =
            key.map { key in
                key.withValue { String(SHA256Stream.digest(of: Array("account \($0)".utf8)).prefix(16)) }
            } ?? ""
    }

    /// Whether an attempt may belong to the account. Those of earlier versions do not name the key.
    func covers(_ provider: ProviderReference, key: String?) -> Bool {
        provider.endpoint == endpoint && provider.dialect == dialect && key ?? fingerprint == fingerprint
    }

    /// Creates the account of a provider.
    package init(of provider: any VideoGenerating) {
        self.init(provider.info.endpoint, dialect: provider.info.dialect, key: provider.credential?.accountKey)
    }

    /// The name of the account's records.
    package var fileName: String {
        String(SHA256Stream.digest(of: Array("\(endpoint.plainAddress) \(dialect) \(fingerprint)".utf8)).prefix(32))
    }
}

extension Endpoint {
    /// The base URL without slashes at its end.
    package var plainAddress: String {
        var address = baseURL.string
        while address.hasSuffix("/") { address.removeLast() }
        return address
    }
}
