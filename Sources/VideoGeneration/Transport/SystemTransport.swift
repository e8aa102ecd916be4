/// The HTTP transport of this platform: libcurl on Linux, `URLSession` on Apple platforms.
///
/// On Linux, the transport uses the environment variables `https_proxy`, `all_proxy` and `no_proxy` (also in uppercase)
/// for `https`, which hides the key from the proxy in a tunnel. Plain `http` never goes through a proxy.
/// `CURL_CA_BUNDLE` or `SSL_CERT_FILE` names a file of certificate authorities, as in curl. It replaces the system's
/// file, but the system's folder of authorities stays trusted if libcurl has one.
public enum SystemTransport {
    /// The transport of the whole process, so that all requests share connections.
    ///
    /// If libcurl is missing on Linux, every request fails with a message that names the package to install.
    public static let shared: any HTTPTransport = make()

    #if canImport(Darwin)
    private static func make() -> any HTTPTransport { URLSessionTransport() }
    #else
    private static func make() -> any HTTPTransport { CurlTransport() }
    #endif
}
