import VideoGeneration

extension Session {
    /// Refuses to continue a task that waits to be submitted, because that would buy its video.
    func refuseWaiting(_ task: VideoTask) async throws {
        guard task.state == .intent else { return }
        let error = VideoError(.notSubmitted, "\(task.id) waits to be submitted, and was not bought.")
        throw await failure(error, task.id)
    }

    /// Says how many tasks wait to be submitted.
    func tellWaiting(_ count: Int, _ invocation: Invocation) {
        guard count > 0 else { return }
        let (facts, them) =
            count == 1
            ? ("1 task waits to be submitted, and was", "it")
            : ("\(count) tasks wait to be submitted, and were", "them")
        note("\(facts) not bought. To submit \(them), run: \(spelled("resume --submit"))", invocation)
    }

    /// Submits a task that waits, and resumes it.
    func submit(waiting task: VideoTask, _ invocation: Invocation) async throws -> ExitCode {
        let client = try await submittingClient(for: task, invocation)
        let path = try place(of: task, invocation)
        let (overwrite, outputs, wait) = (invocation.has(.overwrite), try invocation.outputs(), try wait(invocation))
        return try await finish(invocation) { observe in
            _ = try await client.submit(waiting: task.id, observe: observe)
            return try await client.resume(
                task.id,
                to: path,
                replacing: overwrite,
                outputs: outputs,
                wait: .atMost(wait),
                observe: observe
            )
        }
    }

    /// The number of tasks of a provider or a route that are submitted and followed at the same time.
    private static let submitsAtOnce = 64

    /// Submits the tasks that wait, and finishes them. The limits of one provider do not hold up the others.
    /// - Returns: the tasks after their ends, or the errors.
    func submitAll(_ tasks: [VideoTask], _ invocation: Invocation, _ reporter: ProgressReporter) async -> [VideoTask.ID:
        Result<VideoTask, any Error>]
    {
        let ordered = tasks.sorted { ($1.priority, $0.id.number) < ($0.priority, $1.id.number) }
        let lanes = Dictionary(grouping: ordered) { task in
            task.route.map { "\(task.provider.id) \($0.shownCandidates)" } ?? task.provider.id
        }
        return await withTaskGroup(of: [VideoTask.ID: Result<VideoTask, any Error>].self) { group in
            for lane in lanes.values {
                group.addTask { await self.submitLane(lane, invocation, reporter) }
            }
            return await group.reduce(into: [:]) { $0.merge($1) { $1 } }
        }
    }

    private func submitLane(
        _ tasks: [VideoTask],
        _ invocation: Invocation,
        _ reporter: ProgressReporter
    ) async -> [VideoTask.ID: Result<VideoTask, any Error>] {
        await withTaskGroup(of: (VideoTask.ID, Result<VideoTask, any Error>).self) { group in
            var outcomes: [VideoTask.ID: Result<VideoTask, any Error>] = [:]
            for (index, task) in tasks.enumerated() {
                if index >= Self.submitsAtOnce, let (id, outcome) = await group.next() { outcomes[id] = outcome }
                if Task.isCancelled { break }
                group.addTask { (task.id, await self.submitted(task, invocation, reporter)) }
            }
            for await (id, outcome) in group { outcomes[id] = outcome }
            return outcomes
        }
    }

    private func submitted(
        _ task: VideoTask,
        _ invocation: Invocation,
        _ reporter: ProgressReporter
    ) async -> Result<VideoTask, any Error> {
        do {
            reporter.observe(.task(task))
            let client = try await submittingClient(for: task, invocation)
            _ = try await client.submit(waiting: task.id) { reporter.observe($0) }
            return .success(
                try await client.resume(
                    task.id,
                    to: try place(of: task, invocation),
                    replacing: invocation.has(.overwrite),
                    outputs: try invocation.outputs(),
                    wait: .atMost(try wait(invocation)),
                    observe: { reporter.observe($0) }
                )
            )
        } catch { return .failure(error) }
    }

    /// Returns a client that can submit a task that waits: for its provider, or for every usable provider of its route.
    private func submittingClient(for task: VideoTask, _ invocation: Invocation) async throws -> VideoClient {
        let directory = readableDirectory()
        if Simulation.made(task, directory),
            try simulation.entry(task.provider.id).baseURL != task.provider.endpoint.baseURL.string
        {
            throw VideoError(
                .configurationInvalid,
                "\(task.id) waits for the built-in simulator of another run, which is gone.",
                advice: "Nothing was sent. Drop the task with: \(spelled("cancel \(task.id)"))",
                localID: task.id
            )
        }
        var providers: [DialectProvider] = []
        do { providers.append(try await usable(directory.entry(for: task, invocation))) } catch {
            guard task.route != nil else { throw error }
        }
        for id in Set(task.route?.candidates.map(\.provider) ?? []).sorted() where id != task.provider.id {
            // A candidate that cannot be used is left out by the client.
            guard let entry = try? simulated(id, directory) ?? directory.entry(id),
                let provider = try? await usable(entry)
            else { continue }
            providers.append(provider)
        }
        return try await client(providers, budget: budget(invocation), acceptsAny: invocation.has(.acceptAny))
    }
}
