/// One exchange as the caller's task hands it to the loop.
struct CurlJob: Sendable {
    let request: HTTPRequest
    let timeouts: HTTPTimeouts
    let handover: ResponseChannel

    /// Names the exchange for as long as it lives.
    var id: ObjectIdentifier { ObjectIdentifier(handover) }
}
