import VideoGeneration
import VideoPlatform

/// A response, and how it is delivered.
struct SimulatedResponse: Sendable {
    var status: Int
    /// Header fields. Length, date and connection are added when the response is sent.
    var fields: [(name: String, value: String)] = []
    var body: ArraySlice<UInt8> = []
    var delivery = Delivery()
    /// Called with the number of bytes of the body that were sent.
    var delivered: (@Sendable (Int) -> Void)?

    /// Creates a JSON response.
    init(status: Int = 200, _ value: JSONValue) {
        self.status = status
        fields = [("Content-Type", "application/json; charset=utf-8")]
        body = value.bytes[...]
    }

    /// Creates a text response.
    init(status: Int, text: String, type: String = "text/plain; charset=utf-8") {
        self.status = status
        fields = [("Content-Type", type)]
        body = Array(text.utf8)[...]
    }

    /// Creates a response with a file and status 200.
    init(type: String, file: ArraySlice<UInt8>) {
        status = 200
        fields = [("Content-Type", type)]
        body = file
    }

    /// Creates a redirect.
    init(redirectingTo location: String, status: Int = 302) {
        self.status = status
        fields = [("Location", location)]
    }

    /// Returns the value of a header field, or nil if there is none of that name.
    func field(_ name: String) -> String? {
        fields.first { $0.name.lowercased() == name.lowercased() }?.value
    }

    /// Sets a header field and removes earlier ones of the same name.
    mutating func set(_ name: String, _ value: String) {
        fields.removeAll { $0.name.lowercased() == name.lowercased() }
        fields.append((name, value))
    }
}
