extension HTTPRequest {
    /// Creates a PUT request that uploads a file.
    public static func putting(_ file: Data, _ type: MediaInput.MediaType, to url: HTTPURL) -> HTTPRequest {
        HTTPRequest(.put, url, fields: ["Content-Type": type.rawValue], body: Array(file))
    }
}
