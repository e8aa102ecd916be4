/// One exchange, as the caller's task passes it to the loop.
struct CurlJob: Sendable {
    let request: HTTPRequest
    let timeouts: HTTPTimeouts
    let channel: ResponseChannel

    /// Identifies the exchange for its lifetime.
    var id: ObjectIdentifier { ObjectIdentifier(channel) }
}
