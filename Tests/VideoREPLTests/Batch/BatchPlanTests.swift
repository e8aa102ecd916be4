import Testing
import VideoGeneration
import VideoGenerationTesting

@testable import VideoREPL

@Suite("The plan of a batch", .timeLimit(.minutes(20)))
struct BatchPlanTests {
    private func plan(
        _ items: [BatchItem],
        _ tasks: [VideoTask],
        taken: Set<String> = []
    ) async throws -> BatchPlan {
        try await BatchPlan(items, tasks: tasks) { path in
            if taken.contains(path) { throw VideoError(.invalidRequest, "\(path) already exists.") }
        }
    }

    private func word(_ step: BatchPlan.Step) -> String {
        switch step {
        case .stored: "stored"
        case .resume: "resume"
        case .send(let task): task == nil ? "send" : "again"
        case .unknown: "unknown"
        case .failed: "failed"
        case .refused(_, let error): error.code.rawValue
        }
    }

    static let states: [(VideoTask.State, String?, String)] = [
        (.stored, "r", "stored"), (.queued, "r", "resume"), (.running, "r", "resume"), (.succeeded, "r", "resume"),
        (.intent, nil, "again"), (.failed, nil, "again"), (.cancelled, nil, "again"),
        (.failed, "r", "failed"), (.expired, "r", "failed"), (.cancelled, "r", "failed"),
        (.outcomeUnknown, nil, "unknown"), (.submitting, nil, "busy"),
    ]

    @Test("Only a task that bought nothing is sent again", arguments: states)
    func step(state: VideoTask.State, remote: String?, expected: String) async throws {
        let task = try BatchFixtures.task(1, "a", state, remote: remote)
        #expect(word(try await plan([BatchFixtures.item("a")], [task]).steps[0]) == expected)
        #expect(word(try await plan([BatchFixtures.item("other")], [task]).steps[0]) == "send")
    }

    @Test("A failed task with an earlier attempt that was bought is not sent again")
    func earlierAttempt() async throws {
        var task = try BatchFixtures.task(1, "a", .failed, remote: "r")
        task.submits = 1
        task.failure = VideoError(.generationFailed, "failed")
        task.endAttempt()
        task.state = .failed
        #expect(word(try await plan([BatchFixtures.item("a")], [task]).steps[0]) == "failed")
    }

    @Test("A row that was changed under the same label is refused, and its old video is not its own")
    func changed() async throws {
        for state in [VideoTask.State.stored, .running, .failed] {
            let task = try BatchFixtures.task(1, "a", state, prompt: "a train", remote: state == .failed ? nil : "r")
            #expect(word(try await plan([BatchFixtures.item("a")], [task]).steps[0]) == "labelInUse")
        }
        // An unknown outcome is shown first, whatever the row says now.
        let task = try BatchFixtures.task(1, "a", .outcomeUnknown, prompt: "a train")
        #expect(word(try await plan([BatchFixtures.item("a")], [task]).steps[0]) == "unknown")
    }

    @Test("A file in the way refuses the row, but not a row that is stored")
    func fileInTheWay() async throws {
        let items = [BatchFixtures.item("a"), BatchFixtures.item("b", number: 2), BatchFixtures.item("c", number: 3)]
        let tasks = [
            try BatchFixtures.task(1, "b", .stored, remote: "r"), try BatchFixtures.task(2, "c", .running, remote: "s"),
        ]
        let plan = try await plan(items, tasks, taken: ["/videos/a.mp4", "/videos/b.mp4", "/videos/c.mp4"])
        #expect(plan.steps.map(word) == ["invalidRequest", "stored", "resume"])
    }

    @Test("A path that an unfinished task will write to refuses the row, unless the task is the row's own")
    func takenPath() async throws {
        let other = try BatchFixtures.task(1, nil, .running, remote: "r", destination: "/videos/a.mp4")
        let ended = try BatchFixtures.task(2, nil, .failed, remote: "s", destination: "/videos/b.mp4")
        let items = [BatchFixtures.item("a"), BatchFixtures.item("b", number: 2)]
        #expect(try await plan(items, [other, ended]).steps.map(word) == ["usage", "send"])
        let waiting = try BatchFixtures.task(1, "a", .intent, destination: "/videos/a.mp4")
        #expect(try await plan(items, [waiting]).steps.map(word) == ["again", "send"])
    }

    @Test("A pruned label is found although its task is no longer listed")
    func pruned() async throws {
        let pruned = try BatchFixtures.task(1, "a", .stored, prompt: "", remote: "r")
        let plan = try await BatchPlan([BatchFixtures.item("a")], tasks: [], find: { $0 == "a" ? pruned : nil }) { _ in
        }
        #expect(plan.steps.map(word) == ["stored"])
    }

    @Test("Rows at a provider are first, then rows by priority in the order of the file")
    func order() async throws {
        let items = [
            BatchFixtures.item("a"), BatchFixtures.item("b", priority: 5), BatchFixtures.item("c"),
            BatchFixtures.item("d", priority: 5), BatchFixtures.item("e"), BatchFixtures.item("f"),
        ]
        let tasks = [
            try BatchFixtures.task(1, "c", .stored, remote: "r"), try BatchFixtures.task(2, "e", .queued, remote: "s"),
            try BatchFixtures.task(3, "f", .outcomeUnknown),
        ]
        let plan = try await plan(items, tasks)
        #expect(plan.order == [4, 1, 3, 0])
        #expect(
            plan.counts.sentence
                == "6 rows: 1 stored already, 1 to resume, 3 to send, 1 with an unknown outcome, not sent again."
        )
    }

    @Test("The forecast uses the usual duration first, and then the observed rate")
    func forecast() {
        func left(_ rest: Int, _ ended: Int, _ elapsed: Int, _ usual: Int?) -> Duration? {
            BatchForecast.remaining(
                rest: rest,
                ended: ended,
                elapsed: .seconds(elapsed),
                concurrency: 4,
                usual: usual.map { .seconds($0) }
            )
        }
        #expect(left(10, 0, 0, nil) == nil)
        #expect(left(10, 0, 0, 60) == .seconds(180))
        #expect(left(10, 0, 30, 60) == .seconds(150))
        #expect(left(10, 0, 600, 60) == .zero)
        #expect(left(10, 10, 100, 60) == .seconds(100))
        #expect(left(0, 10, 100, 60) == .zero)
    }
}
