/// One exchange as the caller's task hands it to the loop.
struct CurlJob: Sendable {
    let request: HTTPRequest
    let limits: HTTPLimits
    let handover: HTTPHandover

    /// Names the exchange for as long as it lives.
    var id: ObjectIdentifier { ObjectIdentifier(handover) }
}
