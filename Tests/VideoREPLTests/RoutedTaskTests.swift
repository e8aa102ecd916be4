import Foundation
import Testing
import VideoGeneration

@testable import VideoGenerationCore
@testable import VideoREPL

@Suite("A task with a label, a route and attempts, as it is shown", .timeLimit(.minutes(20)))
struct RoutedTaskTests {
    static let id = "v42-k3f9"

    static func task(
        _ state: VideoTask.State,
        label: String? = "scene-12",
        route: Route? = nil,
        priority: Int = 0,
        isAccepted: Bool = false
    ) throws -> VideoTask {
        var task = VideoTask(
            id: try #require(VideoTask.ID(rawValue: id)),
            provider: ProviderReference(
                id: "minimax",
                dialect: "minimax-v1",
                endpoint: try Endpoint("https://api.minimax.io")
            ),
            request: VideoRequest(prompt: "a paper boat in the rain", model: "MiniMax-Hailuo-02"),
            createdAt: Date(timeIntervalSince1970: 1_800_000_000),
            destination: "/videos/boat.mp4",
            label: label,
            route: route,
            priority: priority
        )
        task.state = state
        if state != .intent { task.submits = 1 }
        if isAccepted { task.remote = RemoteTask(id: "106916112212032") }
        return task
    }

    /// A task whose first provider refused the request, and whose second one made the video.
    static func moved() throws -> VideoTask {
        let route = Route(
            .cheapest,
            over: [
                .init("minimax", model: "MiniMax-Hailuo-02"), .init("seedance", model: "dreamina-seedance-2-0-fast"),
            ]
        )
        var task = try task(.submitting, route: route, priority: 5)
        task.endAttempt(VideoError(.insufficientFunds, "minimax refused the request: insufficient balance"))
        task.choice = VideoTask.AttemptChoice(
            provider: ProviderReference(
                id: "seedance",
                dialect: "seedance",
                endpoint: try Endpoint("https://ark.ap-southeast.bytepluses.com/api/v3")
            ),
            request: VideoRequest(prompt: "a paper boat in the rain", model: "dreamina-seedance-2-0-fast"),
            route: nil
        )
        task.state = .queued
        task.submits = 1
        task.remote = RemoteTask(id: "cgt-1")
        task.cost = Money(cents: 57)
        return task
    }

    @Test("The attempts of a task are a table with the reasons, at 80 and at 40 columns", arguments: [80, 40])
    func attempts(width: Int) throws {
        let table = AttemptTable.make(try Self.moved())
        let lines = table.lines(width: width, hasColour: false)
        #expect(lines.allSatisfy { TextWidth.of($0) <= width } && !lines.joined().contains("…"), "\(lines)")
        let words = lines.joined(separator: " ").split(separator: " ").joined(separator: " ")
        #expect(words.contains("ATTEMPT") && words.contains("BOUGHT") && words.contains("balance"), "\(words)")
        #expect(table.rows.map { $0[3].text } == ["no", "unknown"] || table.rows.map { $0[3].text } == ["no", "yes"])
        #expect(table.rows.map { $0[2].text } == ["failed", "queued"])
        #expect(table.rows[0][4].text == "")
    }

    @Test("For programs, show has the label, the priority, the route and every attempt")
    func details() throws {
        let json = TaskReport.details(try Self.moved())
        #expect(json["label"] == "scene-12" && json["priority"]?.int == 5)
        #expect(json["route"]?["strategy"] == "cheapest" && json["route"]?["candidates"]?.array?.count == 2)
        let attempts = try #require(json["attempts"]?.array)
        #expect(attempts.map { $0["provider"] } == ["minimax", "seedance"])
        #expect(attempts[0]["purchase"] == "none" && attempts[0]["code"] == "insufficientFunds")
        #expect(attempts[1]["taskID"] == "cgt-1" && attempts[1]["estimate"] == "USD 0.57")
    }

    @Test("A task in intent is waiting, in every table, and has no attempt yet")
    func waiting() throws {
        let task = try Self.task(.intent)
        #expect(TaskDisplay(task: task).word == "waiting" && task.attempts.isEmpty)
        #expect(TaskDisplay(task: task).change == "v42-k3f9  waiting")
        let table = TaskTable.make([task], now: task.createdAt)
        #expect(table.lines(width: 80, hasColour: false)[1].contains("waiting"))
        let live = TaskTable.live([TaskDisplay(task: task)], now: task.createdAt, width: 80)
        #expect(live.lines(width: 80, hasColour: false)[1].contains("waiting"))
        let filter = TaskFilter(Invocation(arguments: []), SystemClock())
        #expect(try filter.tasks(of: [task]).count == 1)
    }

    @Test("The list has a column of labels only if a task has one, and it fits", arguments: [80, 40])
    func labels(width: Int) throws {
        let labeled = try Self.task(.queued, isAccepted: true)
        let plain = try Self.task(.queued, label: nil, isAccepted: true)
        let both = TaskTable.make([labeled, plain], now: labeled.createdAt).lines(width: width, hasColour: false)
        #expect(both.allSatisfy { TextWidth.of($0) <= width }, "\(both)")
        #expect(both[0].contains("LABEL") && both[1].contains("scene-12"), "\(both)")
        let none = TaskTable.make([plain], now: plain.createdAt).lines(width: width, hasColour: false)
        #expect(!none[0].contains("LABEL"))
    }

    @Test("--label selects the tasks with exactly this label, --state waiting those that wait")
    func filters() throws {
        let tasks = [
            try Self.task(.intent), try Self.task(.queued, label: "scene-1"), try Self.task(.queued, label: nil),
        ]
        func count(_ words: String...) throws -> Int {
            try TaskFilter(CommandTable.all.parse(["jobs"] + words), SystemClock()).tasks(of: tasks).count
        }
        #expect(try count("--label", "scene-1") == 1)
        #expect(try count("--label", "scene") == 0)
        #expect(try count("--state", "waiting") == 1)
        #expect(try count("--state", "intent") == 1)
    }
}

@Suite("A label makes the same command safe to run again", .timeLimit(.minutes(20)))
struct TaskNameTests {
    private func name(_ earlier: VideoTask?) -> TaskName {
        TaskName(label: "scene-12", earlier: earlier) { "video-repl \($0)" }
    }

    @Test("A task that is returned because of its label is named in one sentence")
    func returned() throws {
        let running = try RoutedTaskTests.task(.running, isAccepted: true)
        #expect(
            name(running).sentence(about: running)
                == "scene-12 is v42-k3f9, which is running; nothing was sent."
        )
        var stored = running
        stored.state = .stored
        stored.file = StoredVideo(
            path: "/videos/boat.mp4",
            bytes: 9,
            sha256: String(repeating: "0", count: 64),
            width: 1280,
            height: 720,
            seconds: 6,
            codec: "avc1"
        )
        #expect(
            name(running).sentence(about: stored)
                == "scene-12 is v42-k3f9, which is stored: /videos/boat.mp4; nothing was sent."
        )
    }

    @Test("A task that was bought and failed is not bought again without --again, and one that is unknown is settled")
    func ended() throws {
        let failed = try RoutedTaskTests.task(.failed, isAccepted: true)
        #expect(name(failed).sentence(about: failed)?.hasSuffix("To buy another video, add --again.") == true)
        let unknown = try RoutedTaskTests.task(.outcomeUnknown)
        #expect(name(unknown).sentence(about: unknown)?.hasSuffix("video-repl resolve v42-k3f9") == true)
    }

    @Test("Nothing is said if something was sent: a new task, another attempt, or the submit of a waiting task")
    func sent() throws {
        let queued = try RoutedTaskTests.task(.queued, isAccepted: true)
        #expect(name(nil).sentence(about: queued) == nil)
        #expect(name(try RoutedTaskTests.task(.intent)).sentence(about: queued) == nil)
        let moved = try RoutedTaskTests.moved()
        #expect(name(queued).sentence(about: moved) == nil)
        #expect(TaskName(label: nil, earlier: nil).sentence(about: queued) == nil)
    }

    @Test("The path of the task with the label is kept, unless the user names another one")
    func path() throws {
        let task = try RoutedTaskTests.task(.queued, isAccepted: true)
        #expect(name(task).place(for: nil) == "/videos/boat.mp4")
        #expect(name(task).place(for: "/videos/boat.mp4") == "/videos/boat.mp4")
        #expect(name(task).place(for: "/videos/ship.mp4") == nil)
        #expect(name(nil).place(for: nil) == nil)
    }
}
