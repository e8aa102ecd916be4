/// The HTTP transport of this platform: libcurl on Linux, `URLSession` on Apple platforms.
public enum SystemTransport {
    #if canImport(Darwin)
    /// One transport for the whole process, so that its connections are shared.
    public static let shared: any HTTPTransport = URLSessionTransport()
    #else
    /// One transport for the whole process, so that its connections are shared.
    ///
    /// Where libcurl is missing, every request fails with a sentence that says what to install.
    public static let shared: any HTTPTransport = CurlTransport()
    #endif
}
