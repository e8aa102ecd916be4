import VideoGeneration

extension Session {
    /// A reporter for the jobs of one command.
    func reporter(
        _ invocation: Invocation,
        isTable: Bool = false,
        mirrored: @escaping @Sendable (JobState) -> Bool = { _ in false }
    ) -> JobReporter {
        JobReporter(
            self,
            isJSON: invocation.has(.json),
            isTable: isTable,
            isBackground: invocation.isBackground,
            mirrored: mirrored
        )
    }

    /// Runs what ends with a stored video, shows how it goes on, and says how it ended.
    func follow(
        _ invocation: Invocation,
        _ work: @escaping @Sendable (@escaping VideoObserver) async throws -> VideoTask
    ) async throws -> ExitCode {
        let reporter = reporter(invocation)
        let task = try await reporting(reporter) { try await work { reporter.observe($0) } }
        reporter.finish(task)
        await Still.show(task, self, invocation)
        return .done
    }

    /// Shows how work goes on, and turns whatever goes wrong into an error that knows the task and says what
    /// to do next.
    func reporting<Value: Sendable>(
        _ reporter: JobReporter,
        _ work: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        do {
            return try await reporter.ticking(work)
        } catch {
            let id = (error as? VideoError)?.localID ?? reporter.jobs.last?.task.id
            throw failure(error, id)
        }
    }

    /// The error, the task as the journal knows it, and what to do next as a command that can be typed.
    func failure(_ cause: any Error, _ id: VideoTask.ID?) -> CommandFailure {
        let task = id.flatMap { try? journal().task($0) }
        var error: VideoError
        if cause is CancellationError {
            error = VideoError(.cancelled, "Stopped. Nothing was sent.")
            if let task, task.submits > 0, task.state.isUnfinished {
                error.message =
                    switch task.state {
                    case .outcomeUnknown, .submitting:
                        "Stopped waiting for \(task.id); it is not known whether \(task.provider.id) took it."
                    case .succeeded: "Stopped. \(task.id) is made, and what has come of it is kept."
                    default: "Stopped waiting for \(task.id); the job goes on at \(task.provider.id)."
                    }
                if !isPrompt, Simulation.made(task, readableDirectory()) {
                    error.message = "Stopped. \(task.id) goes with the built-in simulator; nothing was paid for it."
                    return CommandFailure(error: error, task: task, code: .interrupted)
                }
            } else if let task {
                error.message = "Stopped. \(task.id) is \(task.state)."
            } else if let count = goingOn(), count > 0 {
                error.message = "Stopped waiting; \(count == 1 ? "1 job goes" : "\(count) jobs go") on."
                error.advice = "See them with: \(spelled("jobs")). Get them with: \(spelled("resume"))"
                return CommandFailure(error: error, task: nil, code: .interrupted)
            }
        } else {
            error = cause as? VideoError ?? VideoError(.storageFailed, Redaction.singleLine("\(cause)"))
            if let task, task.state == .failed, error.isAnswered { Self.place(&error, task) }
        }
        error.localID = error.localID ?? id
        if let task, error.purchase == .none { error.purchase = task.purchase }
        if let id, let next = nextStep(task?.state, id, error) {
            error.advice = [cause is CancellationError ? nil : error.advice, next].compactMap { $0 }
                .joined(separator: " ")
        }
        return CommandFailure(error: error, task: task, code: ExitCode(cause, task: task))
    }

    /// A provider's own words say neither who speaks nor what became of the money.
    private static func place(_ error: inout VideoError, _ task: VideoTask) {
        let isTaken = task.remote != nil
        let who = task.provider.id
        error.message = "\(who) \(isTaken ? "did not make \(task.id)" : "refused the order"): \(error.message)"
        // That nothing was bought is said by the refusal itself.
        let money = isTaken ? "There is no file; \(who) decides whether it is billed." : nil
        error.advice = [error.advice, money].compactMap { $0 }.joined(separator: " ")
    }

    /// How many jobs go on without this command, here or at their providers.
    private func goingOn() -> Int? {
        let directory = readableDirectory()
        return try? journal().tasks().count { task in
            task.state.isUnfinished && (isPrompt || !Simulation.made(task, directory))
        }
    }

    private func nextStep(_ state: VideoTask.State?, _ id: VideoTask.ID, _ error: VideoError) -> String? {
        switch state {
        // The same command would meet the same disk.
        case .succeeded where error.code == .storageFailed:
            "Get it with: \(spelled("download \(id)")) --output PATH, or with --overwrite where the file may go."
        case .succeeded where error.isOtherFile: "Keep it as it came with: \(spelled("resume \(id)")) --accept-any"
        case .outcomeUnknown, .submitting: "Settle it with: \(spelled("resolve \(id)"))"
        case .queued, .running, .succeeded: "Get it with: \(spelled("resume \(id)"))"
        default: nil
        }
    }

    /// A command as it is typed here: with the program's name and the state folder outside the prompt.
    func spelled(_ command: String) -> String {
        guard !isPrompt else { return command }
        let state = options[.state].map { " --state \(Self.quoted($0))" } ?? ""
        return "video-repl\(state) \(command)"
    }

    private static func quoted(_ word: String) -> String {
        let isPlain = !word.isEmpty && word.allSatisfy { $0.isLetter || $0.isNumber || "/._-~".contains($0) }
        return isPlain ? word : word.inShellQuotes
    }

    /// How long a video is waited for: what the line says, what was set, or 20 minutes.
    func wait(_ invocation: Invocation) throws -> Duration {
        try invocation.filled(with: defaults).duration(.wait) ?? .defaultWait
    }

    /// What all tasks of the journal together may cost; nil for no limit.
    func budget(_ invocation: Invocation) throws -> Budget? {
        let invocation = invocation.filled(with: defaults)
        var budget = Budget()
        if let text = invocation[.budgetPer] {
            guard let period = Budget.Period(rawValue: text) else {
                throw VideoError.usage(
                    "--budget-per \(text.shown) is no stretch of time.",
                    "Nothing was sent. Write day, month or total."
                )
            }
            budget.per = period
        }
        if let text = invocation[.budget] {
            guard let money = Money(text) else {
                throw VideoError.usage("--budget \(text.shown) is no sum.", "Nothing was sent. Write 5usd.")
            }
            budget.money = money
        }
        budget.seconds = try invocation.integer(.budgetSeconds, in: 0...1_000_000)
        return budget.money == nil && budget.seconds == nil ? nil : budget
    }

    /// Says something beside the result: on standard error where standard output is for programs.
    func note(_ text: String, _ invocation: Invocation) {
        if invocation.has(.json) {
            console.error(text)
        } else {
            console.text(text, .dim)
        }
    }

    /// Says what may be wrong with an order, and keeps nobody from it.
    func warn(_ text: String, _ invocation: Invocation) {
        if invocation.has(.json) { console.error(text) } else { console.text(text, .yellow) }
    }

    /// Says what a command did: a sentence, or an object where the lines are for programs.
    func tell(_ text: String, _ facts: JSONObject, _ invocation: Invocation) {
        guard invocation.has(.json) else { return console.text(text, .dim) }
        var object = facts
        object["message"] = .string(text)
        console.line(JSONValue.object(object).description)
    }
}

/// An error together with the task that it happened to.
struct CommandFailure: Error {
    let error: VideoError
    let task: VideoTask?
    let code: ExitCode
}
