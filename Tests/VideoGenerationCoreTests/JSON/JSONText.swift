import VideoGenerationCore

/// A text of the parser's table, and the value that the parser must return; nil if it must reject the text.
///
/// The names and categories are those of JSONTestSuite: `y_` must be accepted, `n_` must be rejected, and `i_` is left
/// to the implementation. The texts are written anew.
struct JSONText: Sendable, CustomStringConvertible {
    let name: String
    let bytes: [UInt8]
    let value: JSONValue?

    var description: String { name }

    /// Creates a text that must be accepted.
    init(_ name: String, _ text: String, _ value: JSONValue) {
        self.init(name, Array(text.utf8), value)
    }

    /// Creates a text that must be rejected.
    init(_ name: String, _ text: String) {
        self.init(name, Array(text.utf8), nil)
    }

    init(_ name: String, _ bytes: [UInt8], _ value: JSONValue?) {
        self.name = name
        self.bytes = bytes
        self.value = value
    }

    /// Returns arrays that are nested so many levels deep, with nothing in the innermost one.
    static func nested(_ levels: Int) -> String {
        String(repeating: "[", count: levels) + String(repeating: "]", count: levels)
    }
}

extension JSONValue {
    /// Arrays that are nested so many levels deep.
    static func nested(_ levels: Int) -> JSONValue {
        (1..<levels).reduce(.array([])) { value, _ in .array([value]) }
    }
}
