/// How a response is sent. By default it is sent at once and complete.
struct Delivery: Sendable {
    /// How the response marks the end of the body.
    enum Framing: Sendable { case length, chunked, close }
    /// How the connection ends if it ends early.
    enum Ending: Sendable { case close, reset }

    /// The seconds to wait before the head.
    var delay: Double = 0
    /// Whether the connection is closed without a response.
    var isSilent = false
    /// Whether the connection stays open without a response until the client closes it.
    var hangs = false
    /// The status of an interim response to send first.
    var interimStatus: Int?
    var framing = Framing.length
    /// The number of bytes of the body to send before the connection ends.
    var cut: Int?
    var ending = Ending.close
    var bytesPerSecond: Int?
    /// A pause within the body.
    var stall: (afterBytes: Int, seconds: Double)?
    /// The number of bytes to send beyond the announced length.
    var excess = 0
}
