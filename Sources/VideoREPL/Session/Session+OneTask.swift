import VideoGeneration

extension Session {
    /// Resumes one task, or downloads its video again if the file is gone.
    func resume(_ task: VideoTask, _ invocation: Invocation, isDownload: Bool = false) async throws -> ExitCode {
        try await refuseWaiting(task)
        let overwrite = invocation.has(.overwrite)
        let outputs = try invocation.outputs()
        var path = try place(of: task, invocation)
        if task.state == .stored, let file = task.file {
            if try disk.size(of: file.path) != nil {
                guard path == nil || path == file.path else {
                    throw VideoError.usage("\(task.id) is stored already, at \(file.path).", "Copy it from there.")
                }
                note("\(task.id) is stored already.", invocation)
                guard outputs != .video else {
                    reporter(invocation).finish(task)
                    return .done
                }
            } else {
                note(
                    "The file is no longer at \(file.path). It is downloaded again if the provider has it.",
                    invocation
                )
                path = path ?? file.path
            }
        }
        let client = try await reachableClient(for: task, invocation)
        let wait = try wait(invocation)
        return try await finish(invocation) { [path] observe in
            isDownload || task.state == .stored
                ? try await client.save(task.id, to: path, replacing: overwrite, outputs: outputs, observe: observe)
                : try await client.resume(
                    task.id,
                    to: path,
                    replacing: overwrite,
                    outputs: outputs,
                    wait: .atMost(wait),
                    observe: observe
                )
        }
    }

    /// Waits for the final state of a task at its provider.
    /// - Throws: ``VideoError``, or `CancellationError` if the caller is cancelled.
    func watch(_ task: VideoTask, _ client: VideoClient, wait: Duration, _ reporter: ProgressReporter) async throws
        -> VideoTask
    {
        var last = task
        for try await update in client.updates(of: task.id, wait: .atMost(wait), observe: { reporter.observe($0) }) {
            reporter.observe(.task(update))
            last = update
        }
        return last
    }

    /// Shows the result of a watched task, and returns the exit code.
    /// - Throws: ``CommandFailure`` if the task failed.
    func conclude(_ task: VideoTask, _ invocation: Invocation) async throws -> ExitCode {
        if let failure = task.failure, task.state != .stored, task.state != .succeeded {
            throw await self.failure(failure, task.id)
        }
        if task.state == .stored || invocation.has(.json) {
            reporter(invocation).finish(task)
        } else {
            console.text("\(task.id) is finished but not saved yet. Save it with: \(spelled("resume \(task.id)"))")
        }
        return .done
    }
}
