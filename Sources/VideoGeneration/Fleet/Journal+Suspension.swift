extension Journal {
    /// Lets a task rest until a person releases it.
    /// - Throws: ``VideoError`` or `CancellationError`, as for ``append(_:to:_:)``; the task is unchanged then.
    @discardableResult
    package func suspend(_ id: VideoTask.ID, because reason: String) async throws -> VideoTask {
        try await append(.suspended, to: id, note: reason) { $0.suspension = reason }
    }

    /// Lets the work on a suspended task go on. A task that is not suspended stays unchanged.
    /// - Throws: ``VideoError`` or `CancellationError`, as for ``append(_:to:_:)``; the task is unchanged then.
    @discardableResult
    package func release(suspended id: VideoTask.ID) async throws -> VideoTask {
        let task = try await existingTask(id)
        guard task.suspension != nil else { return task }
        return try await append(.released, to: id) { $0.suspension = nil }
    }
}

extension VideoError {
    /// The error for a task that rests until a person releases it.
    static func suspended(_ task: VideoTask) -> VideoError {
        VideoError(
            .notSubmitted,
            "\(task.id) is suspended. \(Redaction.singleLine(task.suspension ?? ""))",
            advice: "Nothing was sent. Release the task once the cause is removed."
        ).about(task)
    }
}
