import VideoGenerationCore

/// The name of a long-running operation:
/// `projects/P/locations/L/publishers/google/models/M/operations/UUID`.
struct OperationName: Hashable {
    /// The model's part of the name, from `publishers` on.
    let model: String
    /// The operation's own part of the name.
    let operation: String

    /// Reads a name. The project in it can be an ID or a number, and is not needed: the base URL has it.
    init?(_ name: String) {
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count >= 8, parts[0] == "projects", parts[2] == "locations", parts[parts.count - 2] == "operations"
        else { return nil }
        model = parts[4..<(parts.count - 2)].joined(separator: "/")
        operation = String(parts[parts.count - 1])
    }
}
