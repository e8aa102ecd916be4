import Foundation
import Synchronization
import VideoGeneration

/// Shows how jobs go on: a line (of several jobs a table) that redraws on a terminal, a line a change
/// elsewhere, JSON on request.
final class JobReporter: Sendable {
    private let session: Session
    private let isJSON: Bool
    private let isTable: Bool
    private let state = Mutex(State())

    private struct State {
        var jobs: [VideoTask.ID: Shown] = [:]
        var order: [VideoTask.ID] = []
    }

    private struct Shown {
        var job: JobState
        var printed = ""
        var printedAt: Duration?
        /// The first reading of a download, which the speed is measured from.
        var start: (bytes: Int64, at: Duration)?
    }

    init(_ session: Session, isJSON: Bool, isTable: Bool = false) {
        self.session = session
        self.isJSON = isJSON
        self.isTable = isTable
    }

    /// The jobs in the order in which they were first seen.
    var jobs: [JobState] { state.withLock { state in state.order.compactMap { state.jobs[$0]?.job } } }

    /// Takes note of what happened.
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
                shown.job.trouble = "\(error.message) Again in \(Format.elapsed(delay))."
            }
        case .warning(let task, let text):
            change(task) { _, _ in }
            warn(task, Redaction.singleLine(text))
        }
    }

    /// Draws what is live again, for the clock in it.
    func tick() {
        guard session.console.isTerminal, !isJSON else { return }
        let now = session.clock.now
        let width = session.console.width
        let jobs = jobs
        if isTable {
            let table = TaskTable.live(jobs, now: now, width: width)
            session.console.live(table.lines(width: width - 1, hasColour: session.console.hasColour))
        } else if let job = jobs.last {
            session.console.live([job.line(at: now, width: width)])
        }
    }

    private func change(_ task: VideoTask, _ body: (inout Shown, Duration) -> Void) {
        let now = session.clock.uptime
        let isNew = state.withLock { $0.jobs[task.id] == nil }
        let expected = isNew ? session.expected(task.provider.id, task.model) : nil
        let line = state.withLock { state -> String? in
            if state.jobs[task.id] == nil {
                state.jobs[task.id] = Shown(job: JobState(task: task, expected: expected))
                state.order.append(task.id)
            }
            guard var shown = state.jobs[task.id] else { return nil }
            shown.job.task = task
            body(&shown, now)
            defer { state.jobs[task.id] = shown }
            return Self.line(of: &shown, isJSON: isJSON, now: now)
        }
        if isJSON || !session.console.isTerminal {
            if let line { session.console.line(line) }
        } else {
            tick()
        }
    }

    /// What a change is worth saying: once, and of a download's many changes one a second.
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
            session.console.line(session.console.styled("\(task.id)  \(text)", .yellow))
        }
    }

    /// Says how a job ended, in full.
    func finish(_ task: VideoTask) {
        guard !isJSON else { return session.console.line(TaskReport.summary(task).description) }
        for (name, value) in TaskReport.lines(task) {
            session.console.line(session.console.styled(TextWidth.pad(name, 12), .dim) + value)
        }
    }

    /// Lets the clock run while something else is going on, and removes what is live at the end.
    func ticking<Result: Sendable>(_ work: @escaping @Sendable () async throws -> Result) async throws -> Result {
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
