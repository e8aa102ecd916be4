import VideoGenerationCore

/// The name of a value that a template takes, such as `prompt` in `{prompt}`.
struct Placeholder: Sendable, Hashable {
    let name: String
}

/// The placeholders that are known at one place of a manifest. There is none for the key.
struct PlaceholderScope: Sendable {
    /// The names, in the order of the messages.
    let names: [String]
    /// What the template belongs to, for messages.
    let place: String

    private static let media = ["", ".link", ".base64", ".type", ".uploaded"]

    /// The values of a request.
    /// - Parameter tables: The names of the manifest's own value tables.
    static func request(_ tables: [String]) -> PlaceholderScope {
        let frames = ["firstFrame", "lastFrame"].flatMap { name in media.map { name + $0 } }
        return PlaceholderScope(
            names: [
                "model", "prompt", "seconds", "seconds.text", "size", "size.width", "size.height", "resolution",
                "aspectRatio",
            ] + frames + ["source.id"] + tables.map { "values.\($0)" },
            place: "a submit"
        )
    }

    /// The values of one reference inside `$references`, besides those of the request.
    func withReference() -> PlaceholderScope {
        PlaceholderScope(names: names + Self.media.map { "reference" + $0 }, place: "a reference")
    }

    /// The values of a task.
    static let task = PlaceholderScope(names: ["id", "file", "kind"], place: "a request about a task")
    /// The values of a request for a page of a list.
    static let list = PlaceholderScope(
        names: ["list.limit", "list.page", "list.cursor"],
        place: "a request for a list"
    )
    /// The values of a request for a task by the caller's own ID.
    static let lookup = PlaceholderScope(names: ["ownID", "kind"], place: "a lookup")

    /// The values of a file that is uploaded.
    /// - Parameter taken: The names of the values that earlier steps took from their responses.
    static func upload(_ taken: [String]) -> PlaceholderScope {
        PlaceholderScope(
            names: ["file.name", "file.type", "file.bytes", "file.base64"] + taken.map { "taken.\($0)" },
            place: "an upload"
        )
    }
}

/// The values for the placeholders of one message.
protocol PlaceholderValues {
    /// Returns a value; nil if there is none, so that its member disappears.
    mutating func value(of placeholder: Placeholder) throws -> JSONValue?
    /// The number of references of the request.
    var referenceCount: Int { get }
    /// Makes a reference the one that `{reference}` means, and returns its kind; nil for none.
    mutating func select(reference index: Int?) -> MediaInput.Kind?
}

extension PlaceholderValues {
    var referenceCount: Int { 0 }
    mutating func select(reference index: Int?) -> MediaInput.Kind? { nil }
}
