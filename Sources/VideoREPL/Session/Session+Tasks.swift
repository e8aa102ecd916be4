import VideoGeneration

extension Session {
    /// Returns the task for a word: its ID, the number at the beginning of the ID, the provider's ID, or a row number
    /// of the last list.
    /// - Throws: ``VideoError`` with code `usage` if no task or more than one matches.
    func task(_ word: String) async throws -> VideoTask {
        let journal = try await journal()
        if let id = VideoTask.ID(rawValue: word) {
            if let task = try await journal.task(id) { return task }
            throw unknownTask(word)
        }
        if let row = Int(word) {
            var rows = listing
            if rows.isEmpty { rows = try TaskFilter(Invocation(), clock).tasks(of: await journal.tasks()).map(\.id) }
            guard rows.indices.contains(row - 1), let task = try await journal.task(rows[row - 1]) else {
                throw unknownTask(word)
            }
            return task
        }
        let matches = try await journal.tasks().filter { $0.id.rawValue.hasPrefix(word + "-") || $0.remote?.id == word }
        guard let task = matches.first else { throw unknownTask(word) }
        guard matches.count == 1 else {
            throw VideoError.usage("\(word.shown) matches \(matches.count) tasks.", "Write the whole ID; see `jobs`.")
        }
        return task
    }

    private func unknownTask(_ word: String) -> VideoError {
        .usage("There is no task \(word.shown).", "`\(spelled("jobs"))` lists the tasks.")
    }

    /// Returns a client for the provider of a task, with its key.
    /// - Throws: ``VideoError`` if the key is missing.
    func client(
        for task: VideoTask,
        _ invocation: Invocation,
        _ directory: ProviderDirectory
    ) async throws -> VideoClient {
        try await client([provider(directory.entry(for: task, invocation))], acceptsAny: invocation.has(.acceptAny))
    }

    /// Returns a client for the provider of a task.
    /// - Throws: ``CommandFailure`` if the task ended with a built-in simulator; ``VideoError`` if the key is missing.
    func reachableClient(for task: VideoTask, _ invocation: Invocation) async throws -> VideoClient {
        let directory = readableDirectory()
        let client = try await client(for: task, invocation, directory)
        guard task.state.isUnfinished, task.state != .intent, await isGone(task, directory) else { return client }
        let error = VideoError(
            .configurationInvalid,
            "\(task.id) was made by the built-in simulator of another run. The simulator and the video are gone.",
            advice: "Nothing was paid for it. `\(spelled("serve"))` runs a simulator that stays available.",
            localID: task.id
        )
        throw CommandFailure(error: error, task: task, code: ExitCode(error))
    }

    /// Returns whether a task was made by the simulator inside a process that has ended.
    func isGone(_ task: VideoTask, _ directory: ProviderDirectory) async -> Bool {
        guard Simulation.made(task, directory) else { return false }
        guard let remote = task.remote else { return true }
        do {
            let entry = ProviderConfiguration(
                id: task.provider.id,
                dialect: task.provider.dialect,
                baseURL: task.provider.endpoint.baseURL.string
            )
            _ = try await provider(entry).status(
                of: remote,
                in: ExchangeContext.onThisMachine(transport, at: clock.now)
            )
            return false
        } catch {
            return true
        }
    }

    /// Returns the new path for a task's video, or nil to keep the path that was given when the task was created.
    func place(of task: VideoTask, _ invocation: Invocation) throws -> String? {
        if invocation[.output] == nil, let destination = task.destination {
            let name = destination.split(separator: "/").last ?? ""
            // The program chose the name, so the file's format decides its suffix.
            let isOpen = invocation.has(.acceptAny) && task.file == nil
            return isOpen && Destination.isOwn(String(name), task.request.slugText)
                ? String(destination.dropLast(Destination.suffix.count)) : nil
        }
        return try Destination(folders: folders, disk: disk, random: environment.random).path(
            invocation[.output],
            prompt: task.request.slugText,
            overwrite: invocation.has(.overwrite),
            acceptsAny: invocation.has(.acceptAny)
        )
    }
}
