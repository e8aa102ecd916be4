/// The HTTP transport of this platform: libcurl on Linux, `URLSession` on Apple platforms.
public enum SystemTransport {
    /// One transport for the whole process, so that its connections are shared.
    ///
    /// Where libcurl is missing on Linux, every request fails with a sentence that says what to install.
    #if canImport(Darwin)
    public static let shared: any HTTPTransport = URLSessionTransport()
    #else
    public static let shared: any HTTPTransport = CurlTransport()
    #endif
}
