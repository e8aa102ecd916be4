/// The HTTP transport of this platform: libcurl on Linux, `URLSession` on Apple platforms.
public enum SystemTransport {
    /// The transport of the whole process, so that all requests share connections.
    ///
    /// If libcurl is missing on Linux, every request fails with a message that says what to install.
    public static let shared: any HTTPTransport = make()

    #if canImport(Darwin)
    private static func make() -> any HTTPTransport { URLSessionTransport() }
    #else
    private static func make() -> any HTTPTransport { CurlTransport() }
    #endif
}
