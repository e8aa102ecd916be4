import Synchronization
import VideoGeneration
import VideoPlatform

/// Shows what a worker does: one line that is redrawn on a terminal, one line for each change without a terminal, or JSON
/// on request. It keeps only numbers, because a worker sees any number of tasks.
final class FleetReporter: Sendable {
    private struct Counts {
        var submitted = 0
        var stored = 0
        var ended = 0
        var unknown = 0
        var suspended = 0
        var bytes: Int64 = 0
        var last = ""
    }

    private let console: Console
    private let clock: any EngineClock
    private let isJSON: Bool
    private let counts = Mutex(Counts())

    init(_ console: Console, _ clock: any EngineClock, isJSON: Bool) {
        self.console = console
        self.clock = clock
        self.isJSON = isJSON
    }

    private var isLive: Bool { console.isTerminal && !isJSON }

    /// Says whose tasks are taken.
    func begin(_ providers: [String]) {
        let names = providers.joined(separator: ", ")
        guard isJSON else { return console.text("Working on the tasks of \(names). Ctrl-C stops.", .dim) }
        let object: JSONValue = ["event": "work", "providers": .array(providers.map(JSONValue.string))]
        console.line(object.description)
    }

    /// Says that the worker has stopped.
    func end() {
        guard isJSON else { return console.text("Stopped. \(line)", .dim) }
        let counts = counts.withLock { $0 }
        let object: JSONValue = [
            "event": "stopped", "submitted": JSONValue(counts.submitted), "stored": JSONValue(counts.stored),
            "ended": JSONValue(counts.ended), "unknown": JSONValue(counts.unknown),
            "suspended": JSONValue(counts.suspended),
        ]
        console.line(object.description)
    }

    func observe(_ progress: VideoProgress) {
        switch progress {
        case .task(let task): show(task)
        case .waiting(let task, let error, let delay):
            say(task, "\(error.message.asSentence) Again in \(Format.elapsed(delay)).", .waiting)
        case .warning(let task, let text): say(task, text, .warning)
        case .download, .uploading: break
        }
    }

    /// Says that the journal cannot be used at the moment.
    func tell(_ error: VideoError) {
        if isJSON { console.line(TaskReport.failure(error).description) }
        console.error(error.shownText, .yellow)
    }

    private enum Kind: String {
        case waiting, warning
    }

    private func say(_ task: VideoTask, _ text: String, _ kind: Kind) {
        let text = Redaction.singleLine(text)
        guard isJSON else {
            guard !isLive || kind == .warning else { return counts.withLock { $0.last = "\(task.id)  \(text)" } }
            return console.text("\(task.id)  \(text)", kind == .warning ? .yellow : nil)
        }
        let object: JSONValue = [
            "event": .string(kind.rawValue), "id": .string(task.id.rawValue), "message": .string(text),
        ]
        console.line(object.description)
    }

    private func show(_ task: VideoTask) {
        let display = TaskDisplay(task: task)
        counts.withLock { counts in
            counts.last = display.change
            if task.suspension != nil { return counts.suspended += 1 }
            switch task.state {
            case .submitting: counts.submitted += 1
            case .stored:
                counts.stored += 1
                counts.bytes += task.file?.bytes ?? 0
            case .failed, .expired, .cancelled: counts.ended += 1
            case .outcomeUnknown: counts.unknown += 1
            case .intent, .queued, .running, .succeeded: break
            }
        }
        if isJSON { return console.line(TaskReport.change(display).description) }
        if !isLive { console.text(display.change) }
    }

    private var line: String {
        let counts = counts.withLock { $0 }
        let parts = [
            "\(counts.submitted.counted("submit"))", "\(counts.stored) stored (\(Format.bytes(counts.bytes)))",
            counts.ended == 0 ? "" : "\(counts.ended) failed", counts.unknown == 0 ? "" : "\(counts.unknown) unknown",
            counts.suspended == 0 ? "" : "\(counts.suspended) suspended",
        ]
        return parts.filter { !$0.isEmpty }.joined(separator: ", ")
    }

    /// Redraws the line while work runs.
    func ticking(_ work: @escaping @Sendable () async throws -> Void) async throws {
        defer { console.endLive() }
        try await withThrowingTaskGroup(of: Bool.self) { group in
            group.addTask {
                try await work()
                return true
            }
            if isLive {
                group.addTask {
                    while !Task.isCancelled {
                        let last = self.counts.withLock { $0.last }
                        self.console.live([TextWidth.fit("\(self.line)   \(last)", self.console.width - 1)])
                        try? await self.clock.sleep(for: .milliseconds(500))
                    }
                    return false
                }
            }
            defer { group.cancelAll() }
            while let isOver = try await group.next() { if isOver { return } }
        }
    }
}
