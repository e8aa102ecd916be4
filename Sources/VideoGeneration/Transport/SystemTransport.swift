/// The HTTP transport of this platform: libcurl on Linux, `URLSession` on Apple platforms.
public enum SystemTransport {
    /// One transport for the whole process, so that its connections are shared.
    ///
    /// Where libcurl is missing on Linux, every request fails with a sentence that says what to install.
    public static let shared: any HTTPTransport = make()

    #if canImport(Darwin)
    private static func make() -> any HTTPTransport { URLSessionTransport() }
    #else
    private static func make() -> any HTTPTransport { CurlTransport() }
    #endif
}
