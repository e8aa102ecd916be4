import VideoGenerationCore

/// The origins besides that of the base URL to which requests may be sent.
struct ManifestHosts: Sendable {
    private(set) var trusted: [TrustedOrigin] = []
    /// The ends of host names, such as `.amazonaws.com`. They never get the key.
    private var endings: [String] = []

    /// Reads `hosts`.
    /// - Parameter vendor: The origin of the base URL. Only a provider on this machine may name other ports of it.
    init(_ manifest: ManifestObject, vendor: Origin?) {
        for host in manifest.objects("hosts", .host, atMost: 20) {
            guard let text = host.text("origin", atMost: 300) else { continue }
            let getsKey = host.bool("getsKey") ?? false
            if text.hasPrefix("https://*.") {
                add(ending: String(text.dropFirst("https://*".count)), getsKey, host)
            } else if let url = HTTPURL(text), url.path == "/", url.query == nil,
                url.origin.isSecure || url.origin.isLoopback && vendor?.isLoopback == true
            {
                trusted.append(TrustedOrigin(of: url, getsKey: getsKey))
            } else {
                host.problem(
                    "origin",
                    "This must be an https address without a path, such as \"https://files.example.com\"."
                )
            }
        }
    }

    private mutating func add(ending: String, _ getsKey: Bool, _ host: ManifestObject) {
        let name = ending.dropFirst()
        guard name.contains("."), let url = HTTPURL("https://\(name)"), url.path == "/", url.origin.host == name else {
            return host.problem("origin", "Write at least two names after the star: \"https://*.example.com\".")
        }
        guard !getsKey else {
            return host.problem("getsKey", "The key is sent to single hosts only. List the hosts without a star.")
        }
        endings.append("." + url.origin.host)
    }

    /// Returns whether a file may be sent to an origin that a response named.
    func allow(_ origin: Origin, from endpoint: Endpoint) -> Bool {
        origin == endpoint.origin || trusted.contains { $0.origin == origin }
            || origin.isSecure && origin.port == 443 && endings.contains { origin.host.hasSuffix($0) }
    }
}
