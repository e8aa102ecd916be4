/// How an answer goes over the wire: usually at once and whole.
struct Delivery: Sendable {
    /// How the end of the body is told.
    enum Framing: Sendable { case length, chunked, close }
    /// How the connection ends when it ends early.
    enum Ending: Sendable { case close, reset }

    /// Seconds before the head.
    var delay: Double = 0
    /// Nothing is sent at all.
    var isSilent = false
    /// The connection stays open and silent until the client gives up.
    var hangs = false
    /// An interim answer with this status goes first.
    var interimStatus: Int?
    var framing = Framing.length
    /// How many bytes of the body are sent before the connection ends.
    var cut: Int?
    var ending = Ending.close
    var bytesPerSecond: Int?
    /// A pause in the middle of the body.
    var stall: (afterBytes: Int, seconds: Double)?
    /// Bytes sent beyond the promised length.
    var excess = 0
}
