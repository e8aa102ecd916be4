/// The settings for certificates and proxies from the environment; see ``CurlTransport``.
package struct CurlSettings: Sendable {
    /// The path of a file with certificate authorities.
    package let authorities: String?
    /// The environment variable that names the proxy of `https`, or nil if there is no proxy.
    let proxyVariable: String?
    private let proxy: String?
    private let exceptions: [String]

    package init(environment: [String: String]) {
        func value(_ names: String...) -> String? {
            names.lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
        }
        proxyVariable = ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"].first {
            environment[$0]?.isEmpty == false
        }
        authorities = value("CURL_CA_BUNDLE", "SSL_CERT_FILE")
        proxy = proxyVariable.flatMap { environment[$0] }
        exceptions = (value("no_proxy", "NO_PROXY") ?? "").lowercased()
            .split { $0 == "," || $0 == " " }
            .map { String($0.hasPrefix(".") ? $0.dropFirst() : $0) }
    }

    /// The proxy of `https` for display, without its user name and password.
    package var shownProxy: String? {
        proxy.map { proxy in
            guard let end = proxy.lastIndex(of: "@") else { return proxy }
            let scheme = proxy.firstRange(of: "://").map { proxy[..<$0.upperBound] } ?? ""
            return String(scheme + proxy[proxy.index(after: end)...])
        }
    }

    /// Returns the proxy for an origin. Plain `http` has none, because a proxy could read all of its traffic.
    func proxy(for origin: Origin) -> String? {
        guard origin.isSecure, let proxy else { return nil }
        let host = origin.host.filter { $0 != "[" && $0 != "]" }
        let isExcepted = exceptions.contains { $0 == "*" || host == $0 || host.hasSuffix("." + $0) }
        return isExcepted ? nil : proxy
    }
}
