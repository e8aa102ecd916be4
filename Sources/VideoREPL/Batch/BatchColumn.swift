import VideoGeneration

/// The columns of a batch: the fields of a request, and the row's label, provider, route, output and priority.
enum BatchColumn {
    /// The columns that stand for an option of a command, with the option.
    static let requestOptions: [(name: String, option: CommandOption)] = [
        ("seconds", .seconds), ("size", .size), ("resolution", .resolution), ("aspectRatio", .aspectRatio),
        ("firstFrame", .firstFrame), ("lastFrame", .lastFrame), ("references", .reference),
        ("referenceVideos", .referenceVideo), ("referenceAudio", .referenceAudio), ("remix", .remix), ("edit", .edit),
        ("extend", .extend), ("template", .template),
    ]

    /// The names of all columns, apart from `options.NAME`.
    static let names =
        ["label", "prompt", "provider", "model", "route", "output", "priority", "private"]
        + requestOptions.map(\.name)

    /// The beginning of the columns with a provider's own fields, as in `options.seed`.
    static let options = "options"

    /// The columns that do not describe the video. A row keeps its label if only these change.
    static let besidesRequest = ["label", "output", "priority"]

    /// Returns whether there is a column with a name.
    static func isKnown(_ name: String) -> Bool {
        names.contains(name) || name.hasPrefix(options + ".") && name.utf8.count > options.utf8.count + 1
    }

    /// Returns whether a column holds several values.
    static func isList(_ name: String) -> Bool {
        requestOptions.first { $0.name == name }?.option.isRepeatable ?? false
    }

    /// Returns the values of a CSV field, or nil if it is blank. Several values are separated by `|`, which no URL and
    /// hardly any file name contains.
    static func values(of text: String, in name: String) -> [String]? {
        let text = name == "prompt" ? text : text.trimming(\.isWhitespace)
        guard text.contains(where: { !$0.isWhitespace }) else { return nil }
        guard isList(name) else { return [text] }
        return text.split(separator: "|").map { $0.trimming(\.isWhitespace) }.filter { !$0.isEmpty }
    }
}
