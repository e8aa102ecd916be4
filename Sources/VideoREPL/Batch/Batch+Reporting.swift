import VideoGeneration

extension Batch {
    /// Says what will happen. Rows that need a decision come first.
    func announce(_ plan: BatchPlan) {
        var unknown: [(label: String, task: VideoTask)] = []
        var refused: [(label: String, error: VideoError)] = []
        for (item, step) in zip(plan.items, plan.steps) {
            switch step {
            case .unknown(let task): unknown.append((item.row.label, task))
            case .refused(_, let error): refused.append((item.row.label, error))
            default: break
            }
        }
        for (label, task) in unknown.prefix(Self.mostShown) {
            session.warn(
                "\(label): it is not known whether \(task.id) was bought. The row is not sent again. "
                    + "Settle it with: \(session.spelled("resolve \(task.id)"))",
                invocation
            )
        }
        tellMore(unknown.count, "row with an unknown outcome", "rows with unknown outcomes")
        for (label, error) in refused.prefix(Self.mostShown) {
            session.warn("\(label): \(error.shownText)", invocation)
        }
        tellMore(refused.count, "row that is not sent", "rows that are not sent")
        let counts = plan.counts
        var estimate = BatchMoney()
        for (item, step) in zip(plan.items, plan.steps) { if case .send = step { estimate.add(item.estimate) } }
        let price = estimate.isEmpty ? "" : " The rows to send cost about \(estimate), as far as prices are known."
        session.tell(
            counts.sentence + price,
            [
                "event": "plan", "stored": JSONValue(counts.stored), "resumed": JSONValue(counts.resumed),
                "new": JSONValue(counts.new), "again": JSONValue(counts.again), "unknown": JSONValue(counts.unknown),
                "failed": JSONValue(counts.failed), "refused": JSONValue(counts.refused),
            ],
            invocation
        )
    }

    private func tellMore(_ count: Int, _ noun: String, _ plural: String) {
        guard count > Self.mostShown else { return }
        session.warn("\((count - Self.mostShown).counted("more " + noun, "more " + plural)).", invocation)
    }

    /// The exit code of a row that is not run.
    func code(_ step: BatchPlan.Step) -> ExitCode {
        switch step {
        case .stored, .resume, .send: .done
        case .unknown: .outcomeUnknown
        case .failed(let task): task.failure.map { ExitCode($0, task: task) } ?? .generationFailed
        case .refused(_, let error): error.code == .busy ? .stillRunning : .usage
        }
    }

    /// Shows the result.
    /// - Returns: the exit code: that of an unknown outcome, because it needs a decision, or that of the first row
    ///   without a video.
    func report(_ board: BatchBoard, _ results: BatchResults) -> ExitCode {
        let lines = board.lines
        let isStopped = Task.isCancelled
        var shown = 0
        var missing = 0
        for (row, outcome) in lines where outcome.phase != .stored && outcome.phase != .waiting {
            // Rows that were stopped while they waited for the provider continue there.
            guard outcome.code != .interrupted, let error = outcome.error else { continue }
            missing += 1
            guard shown < Self.mostShown, !isJSON else { continue }
            shown += 1
            session.console.error("\(row.label): \(error.shownText)", .red)
        }
        if missing > shown, !isJSON {
            session.console.error("\((missing - shown).counted("more row")) without a video; see the results.", .red)
        }
        let summary = board.summary()
        let money = BatchReporter.money(summary).map { " \($0)." } ?? ""
        let next = isStopped ? " To continue, run the same command again. Nothing is bought twice." : ""
        let sentence = "\(isStopped ? "Stopped: " : "")\(BatchReporter.counts(summary)).\(money)\(next)"
        var facts: JSONObject = ["event": "batch", "results": .string(results.path)]
        for (name, phase) in Self.phases { facts[name] = JSONValue(summary.count(phase)) }
        session.tell(sentence, facts, invocation)
        if !isJSON { session.console.lines(session.console.wrapped(results.path, behind: "Results: ")) }
        if let failure = results.failure {
            session.console.error(
                "\(results.path) could not be written: \(failure.reason). The journal has every task. Run the batch again "
                    + "to write the results.",
                .red
            )
        }
        if isStopped { return .interrupted }
        if lines.contains(where: { $0.1.phase == .unknown }) { return .outcomeUnknown }
        let code = lines.lazy.map(\.1.code).first { $0 != .done } ?? .done
        return code == .done && results.failure != nil ? .savingFailed : code
    }

    private static let phases: [(String, BatchOutcome.Phase)] = [
        ("stored", .stored), ("continuing", .continuing), ("failed", .failed), ("notSent", .notSent),
        ("unknown", .unknown), ("waiting", .waiting),
    ]
}
