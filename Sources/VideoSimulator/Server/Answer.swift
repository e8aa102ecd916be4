import Foundation
import VideoGeneration

/// What the server says, and how it says it.
struct Answer: Sendable {
    var status: Int
    /// Header fields; length, date and connection are added when it is sent.
    var fields: [(name: String, value: String)] = []
    var body: ArraySlice<UInt8> = []
    var delivery = Delivery()
    /// Hears how many bytes of the body went out.
    var delivered: (@Sendable (Int) -> Void)?

    /// An answer in JSON.
    init(status: Int = 200, _ value: JSONValue) {
        self.status = status
        fields = [("Content-Type", "application/json; charset=utf-8")]
        body = value.bytes[...]
    }

    /// An answer in words.
    init(status: Int, text: String, type: String = "text/plain; charset=utf-8") {
        self.status = status
        fields = [("Content-Type", type)]
        body = Array(text.utf8)[...]
    }

    /// Another place to ask.
    init(redirectingTo location: String, status: Int = 302) {
        self.status = status
        fields = [("Location", location)]
    }

    /// The value of a field.
    func field(_ name: String) -> String? {
        fields.first { $0.name.caseInsensitiveCompare(name) == .orderedSame }?.value
    }

    /// Sets a field, whether it was there or not.
    mutating func set(_ name: String, _ value: String) {
        fields.removeAll { $0.name.caseInsensitiveCompare(name) == .orderedSame }
        fields.append((name, value))
    }
}

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
