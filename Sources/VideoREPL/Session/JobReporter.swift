import Synchronization
import VideoGeneration
import VideoPlatform

/// Shows the progress of tasks: a line or a table that is redrawn on a terminal, one line for each change without a
/// terminal, or JSON on request.
final class JobReporter: Sendable {
    private let session: Session
    private let isJSON: Bool
    private let isTable: Bool
    /// Whether only the beginning and the end are shown, because the user is typing.
    private let isBackground: Bool
    /// Selects the session's background tasks that are shown as well.
    private let mirrored: @Sendable (JobState) -> Bool
    private let state = Mutex(State())
    /// The usual times, read once at the first task: the journal can be long, and there can be many tasks.
    private let usual = Mutex<UsualTimes?>(nil)

    private struct State {
        var jobs: [VideoTask.ID: Shown] = [:]
        var order: [VideoTask.ID] = []
    }

    private struct Shown {
        var job: JobState
        var printed = ""
        var isAnnounced = false
        var printedAt: Duration?
        /// The first progress of a download, from which the speed is measured.
        var start: (bytes: Int64, at: Duration)?
    }

    init(
        _ session: Session,
        isJSON: Bool,
        isTable: Bool = false,
        isBackground: Bool = false,
        mirrored: @escaping @Sendable (JobState) -> Bool = { _ in false }
    ) {
        self.isBackground = isBackground
        self.mirrored = mirrored
        self.session = session
        self.isJSON = isJSON
        self.isTable = isTable
    }

    /// The tasks in the order in which they were first seen.
    var jobs: [JobState] { state.withLock { state in state.order.compactMap { state.jobs[$0]?.job } } }

    /// Records progress and shows it.
    func observe(_ progress: VideoProgress) {
        switch progress {
        case .task(let task):
            change(task) { shown, _ in
                shown.job.trouble = nil
                if task.state != .succeeded { shown.job.download = nil }
            }
        case .download(let task, let download):
            change(task) { shown, now in
                shown.job.trouble = nil
                shown.job.download = download
                guard let start = shown.start, download.received >= start.bytes else {
                    shown.start = (download.received, now)
                    return
                }
                let seconds = (now - start.at).seconds
                shown.job.speed = seconds > 0.2 ? Double(download.received - start.bytes) / seconds : nil
            }
        case .waiting(let task, let error, let delay):
            change(task) { shown, _ in
                shown.job.trouble =
                    "\(error.message.asSentence) Retrying \(delay < .seconds(1) ? "now" : "in \(Format.elapsed(delay))")."
            }
        case .warning(let task, let text):
            change(task) { _, _ in }
            warn(task, Redaction.singleLine(text))
        }
    }

    /// Whether progress is redrawn in place, instead of printed as one line for each change.
    private var isLive: Bool { session.console.isTerminal && !isJSON && !isBackground }

    /// Redraws the live lines, so that their clock advances.
    func tick() {
        guard isLive else { return }
        let now = session.clock.now
        let width = session.console.width
        let jobs = jobs + session.board.jobs.filter(mirrored)
        if isTable || jobs.count > 1 {
            let table = TaskTable.live(jobs, now: now, width: width)
            session.console.live(table.lines(width: width - 1, hasColour: session.console.hasColour))
        } else if let job = jobs.last {
            session.console.live([job.line(at: now, width: width)])
        }
    }

    private func change(_ task: VideoTask, _ body: (inout Shown, Duration) -> Void) {
        let now = session.clock.uptime
        let isNew = state.withLock { $0.jobs[task.id] == nil }
        let expected = isNew && (isLive || isBackground) ? expected(task) : nil
        let line = state.withLock { state -> String? in
            if state.jobs[task.id] == nil {
                state.jobs[task.id] = Shown(job: JobState(task: task, expected: expected))
                state.order.append(task.id)
            }
            guard var shown = state.jobs[task.id] else { return nil }
            shown.job.task = task
            body(&shown, now)
            defer { state.jobs[task.id] = shown }
            if isBackground {
                session.board.update(shown.job)
                return announcement(&shown)
            }
            return Self.line(of: &shown, isJSON: isJSON, now: now)
        }
        guard !isLive else { return tick() }
        if let line { isJSON ? session.console.line(line) : session.console.text(line) }
    }

    private func expected(_ task: VideoTask) -> Duration? {
        usual.withLock { usual in
            let times = usual ?? UsualTimes((try? session.journal().latest(500)) ?? [])
            usual = times
            return times.time(for: task)
        }
    }

    /// Returns the announcement that a provider accepted a background task, once for each task.
    private func announcement(_ shown: inout Shown) -> String? {
        let task = shown.job.task
        guard !shown.isAnnounced, task.remote != nil else { return nil }
        shown.isAnnounced = true
        return isJSON
            ? TaskReport.change(shown.job).description
            : "\(task.id) is \(shown.job.word) at \(task.provider.id) and continues in the background."
    }

    /// Returns the line for a change, or nil if it would repeat the last one. A download prints at most one line a
    /// second.
    private static func line(of shown: inout Shown, isJSON: Bool, now: Duration) -> String? {
        let line = isJSON ? TaskReport.change(shown.job).description : shown.job.change
        let isDownload = shown.job.download != nil && shown.job.task.state == .succeeded
        if line == shown.printed { return nil }
        if isDownload, let last = shown.printedAt, now - last < .seconds(1) { return nil }
        shown.printed = line
        shown.printedAt = isDownload ? now : nil
        return line
    }

    private func warn(_ task: VideoTask, _ text: String) {
        if isJSON {
            let object: JSONValue = ["event": "warning", "id": .string(task.id.rawValue), "message": .string(text)]
            session.console.line(object.description)
        } else {
            session.console.text("\(task.id)  \(text)", .yellow)
        }
    }

    /// Shows the result of a task in full.
    func finish(_ task: VideoTask) {
        guard !isJSON else { return session.console.line(TaskReport.summary(task).description) }
        if isBackground, let file = task.file {
            let film = "\(file.width)x\(file.height), \(Format.decimal(file.seconds, 2)) s"
            let facts = "\(Format.bytes(file.bytes)), \(file.format ?? film)"
            session.console.text("\(task.id) is \(task.state): \(file.path) (\(facts))", .green)
            return
        }
        session.console.facts(TaskReport.facts(task))
    }

    /// Redraws the live lines while work runs, and removes them at the end.
    /// - Throws: the error of the work, or `CancellationError` if the caller is cancelled.
    func ticking<Result: Sendable>(_ work: @escaping @Sendable () async throws -> Result) async throws -> Result {
        guard !isBackground else {
            defer { for job in jobs { session.board.remove(job.task.id) } }
            return try await work()
        }
        defer { session.console.endLive() }
        return try await withThrowingTaskGroup(of: Result?.self) { group in
            group.addTask { try await work() }
            group.addTask { [clock = session.clock] in
                while true {
                    try await clock.sleep(for: .milliseconds(500))
                    self.tick()
                }
            }
            defer { group.cancelAll() }
            while let result = try await group.next() { if let result { return result } }
            throw CancellationError()
        }
    }
}
