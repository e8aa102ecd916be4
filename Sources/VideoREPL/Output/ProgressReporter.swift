import Synchronization
import VideoGeneration
import VideoPlatform

/// Shows the progress of tasks: a line or a table that is redrawn on a terminal, one line for each change without a
/// terminal, or JSON on request.
final class ProgressReporter: Sendable {
    private let console: Console
    private let clock: any EngineClock
    private let background: BackgroundTasks
    /// Returns the time that a task is expected to take, or nil if it is unknown.
    private let expected: @Sendable (VideoTask) async -> Duration?
    /// The tasks whose expected durations are still to be fetched. An observer cannot wait for them.
    private let newTasks = AsyncStream<VideoTask>.makeStream()
    private let isJSON: Bool
    private let isTable: Bool
    /// Whether only the beginning and the end are shown, because the user is typing.
    private let isBackground: Bool
    /// Selects the session's background tasks that are shown as well.
    private let mirrored: @Sendable (TaskDisplay) -> Bool
    private let state = Mutex(State())

    private struct State {
        var shown: [VideoTask.ID: Shown] = [:]
        var order: [VideoTask.ID] = []
    }

    private struct Shown {
        var display: TaskDisplay
        var printed = ""
        var isAnnounced = false
        var printedAt: Duration?
        /// The first progress of a download, from which the speed is measured.
        var start: (bytes: Int64, at: Duration)?
    }

    /// Creates a reporter for the tasks of one command.
    /// - Parameters:
    ///   - background: the session's background tasks.
    ///   - expected: returns the time that a task is expected to take, or nil if it is unknown.
    ///   - mirrored: selects the background tasks that are shown as well.
    init(
        console: Console,
        clock: any EngineClock,
        background: BackgroundTasks,
        isJSON: Bool,
        isTable: Bool = false,
        isBackground: Bool = false,
        expected: @escaping @Sendable (VideoTask) async -> Duration? = { _ in nil },
        mirrored: @escaping @Sendable (TaskDisplay) -> Bool = { _ in false }
    ) {
        self.console = console
        self.clock = clock
        self.background = background
        self.isJSON = isJSON
        self.isTable = isTable
        self.isBackground = isBackground
        self.expected = expected
        self.mirrored = mirrored
    }

    /// The tasks in the order in which they were first seen.
    var tasks: [TaskDisplay] { state.withLock { state in state.order.compactMap { state.shown[$0]?.display } } }

    /// Records progress and shows it.
    func observe(_ progress: VideoProgress) {
        switch progress {
        case .uploading(let type, let bytes): showUpload(of: type, bytes: bytes)
        case .task(let task):
            change(task) { shown, _ in
                shown.display.trouble = nil
                if task.state != .succeeded { shown.display.download = nil }
            }
        case .download(let task, let download):
            change(task) { shown, now in
                shown.display.trouble = nil
                shown.display.download = download
                guard let start = shown.start, download.received >= start.bytes else {
                    shown.start = (download.received, now)
                    return
                }
                let seconds = (now - start.at).seconds
                shown.display.speed = seconds > 0.2 ? Double(download.received - start.bytes) / seconds : nil
            }
        case .waiting(let task, let error, let delay):
            change(task) { shown, _ in
                shown.display.trouble =
                    "\(error.message.asSentence) Retrying \(delay < .seconds(1) ? "now" : "in \(Format.elapsed(delay))")."
            }
        case .warning(let task, let text):
            change(task) { _, _ in }
            warn(task, Redaction.singleLine(text))
        }
    }

    /// Shows that a file is being uploaded. There is no task yet.
    private func showUpload(of type: MediaInput.MediaType, bytes: Int) {
        if isJSON {
            let object: JSONValue = [
                "event": "uploading", "type": .string(type.rawValue), "bytes": JSONValue(bytes),
            ]
            console.line(object.description)
        } else if !isBackground {
            console.text("Uploading \(type.kind.counted(1)) (\(Format.bytes(Int64(bytes)))).", .dim)
        }
    }

    /// Whether progress is redrawn in place, instead of printed as one line for each change.
    private var isLive: Bool { console.isTerminal && !isJSON && !isBackground }

    /// Redraws the live lines, so that their clock advances.
    func tick() {
        guard isLive else { return }
        let now = clock.now
        let width = console.width
        let tasks = tasks + background.tasks.filter(mirrored)
        if isTable || tasks.count > 1 {
            let table = TaskTable.live(tasks, now: now, width: width)
            console.live(table.lines(width: width - 1, hasColour: console.hasColour))
        } else if let task = tasks.last {
            console.live([task.line(at: now, width: width)])
        }
    }

    private func change(_ task: VideoTask, _ body: (inout Shown, Duration) -> Void) {
        let now = clock.uptime
        let line = state.withLock { state -> String? in
            if state.shown[task.id] == nil {
                state.shown[task.id] = Shown(display: TaskDisplay(task: task))
                state.order.append(task.id)
                if isLive || isBackground { newTasks.continuation.yield(task) }
            }
            guard var shown = state.shown[task.id] else { return nil }
            shown.display.task = task
            body(&shown, now)
            defer { state.shown[task.id] = shown }
            if isBackground {
                background.update(shown.display)
                return announcement(&shown)
            }
            return Self.line(of: &shown, isJSON: isJSON, now: now)
        }
        guard !isLive else { return tick() }
        if let line { isJSON ? console.line(line) : console.text(line) }
    }

    /// Returns the announcement that a provider accepted a background task, once for each task.
    private func announcement(_ shown: inout Shown) -> String? {
        let task = shown.display.task
        guard !shown.isAnnounced, task.remote != nil else { return nil }
        shown.isAnnounced = true
        return isJSON
            ? TaskReport.change(shown.display).description
            : "\(task.id) is \(shown.display.word) at \(task.provider.id) and continues in the background."
    }

    /// Returns the line for a change, or nil if it would repeat the last one. A download prints at most one line a
    /// second.
    private static func line(of shown: inout Shown, isJSON: Bool, now: Duration) -> String? {
        let line = isJSON ? TaskReport.change(shown.display).description : shown.display.change
        let isDownload = shown.display.download != nil && shown.display.task.state == .succeeded
        if line == shown.printed { return nil }
        if isDownload, let last = shown.printedAt, now - last < .seconds(1) { return nil }
        shown.printed = line
        shown.printedAt = isDownload ? now : nil
        return line
    }

    private func warn(_ task: VideoTask, _ text: String) {
        if isJSON {
            let object: JSONValue = ["event": "warning", "id": .string(task.id.rawValue), "message": .string(text)]
            console.line(object.description)
        } else {
            console.text("\(task.id)  \(text)", .yellow)
        }
    }

    /// Shows the result of a task in full.
    func finish(_ task: VideoTask) {
        guard !isJSON else { return console.line(TaskReport.summary(task).description) }
        if isBackground, let file = task.file {
            let video = "\(file.width)x\(file.height), \(Format.decimal(file.seconds, 2)) s"
            let facts = "\(Format.bytes(file.bytes)), \(file.format ?? video)"
            console.text("\(task.id) is \(task.state): \(file.path) (\(facts))", .green)
            return
        }
        console.facts(TaskReport.facts(task))
    }

    /// Adds the expected duration to each task, once it is known.
    private func addExpectedDurations() async {
        for await task in newTasks.stream {
            guard let expected = await expected(task) else { continue }
            state.withLock { state in
                state.shown[task.id]?.display.expected = expected
                if isBackground, let shown = state.shown[task.id] { background.update(shown.display) }
            }
            tick()
        }
    }

    /// Redraws the live lines while work runs, and removes them at the end.
    /// - Throws: the error of the work, or `CancellationError` if the caller is cancelled.
    func ticking<Result: Sendable>(_ work: @escaping @Sendable () async throws -> Result) async throws -> Result {
        defer {
            if isBackground { for task in tasks { background.remove(task.task.id) } } else { console.endLive() }
        }
        return try await withThrowingTaskGroup(of: Result?.self) { group in
            group.addTask { try await work() }
            group.addTask {
                await self.addExpectedDurations()
                return nil
            }
            if isLive {
                group.addTask { [clock] in
                    while true {
                        try await clock.sleep(for: .milliseconds(500))
                        self.tick()
                    }
                }
            }
            defer { group.cancelAll() }
            while let result = try await group.next() { if let result { return result } }
            throw CancellationError()
        }
    }
}
