import VideoGeneration
import VideoPlatform

/// What the server says, and how it says it.
struct SimulatedResponse: Sendable {
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

    /// A file.
    init(type: String, file: ArraySlice<UInt8>) {
        status = 200
        fields = [("Content-Type", type)]
        body = file
    }

    /// Another place to ask.
    init(redirectingTo location: String, status: Int = 302) {
        self.status = status
        fields = [("Location", location)]
    }

    /// The value of a field.
    func field(_ name: String) -> String? {
        fields.first { $0.name.lowercased() == name.lowercased() }?.value
    }

    /// Sets a field, whether it was there or not.
    mutating func set(_ name: String, _ value: String) {
        fields.removeAll { $0.name.lowercased() == name.lowercased() }
        fields.append((name, value))
    }
}
