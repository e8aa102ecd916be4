import VideoGenerationCore

/// Values with fixed names: those of a task, a page of a list or an upload.
struct NamedValues: PlaceholderValues {
    private let values: [String: JSONValue]

    init(_ values: [String: JSONValue?]) { self.values = values.compactMapValues { $0 } }

    func value(of placeholder: Placeholder) throws -> JSONValue? { values[placeholder.name] }

    /// The values of a task.
    static func task(_ task: RemoteTask) -> NamedValues {
        NamedValues([
            "id": .string(task.id), "file": task.fileID.map { .string($0) }, "kind": task.kind.map { .string($0) },
        ])
    }
}
