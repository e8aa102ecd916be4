import VideoGeneration
import VideoPlatform

/// Shows a batch: a table that is redrawn on a terminal, one line for each row that ends without a terminal, or JSON on
/// request.
final class BatchReporter: Sendable {
    private let name: String
    private let board: BatchBoard
    private let console: Console
    private let clock: any EngineClock
    private let isJSON: Bool
    private let concurrency: Int
    /// The number of rows that this run has work for.
    private let work: Int
    private let usual: Duration?
    private let start: Duration

    /// The largest number of rows in progress that are shown, so that the table fits a small terminal.
    private static let mostShown = 8

    /// Creates a reporter for a run that starts now.
    /// - Parameters:
    ///   - work: the number of rows that this run has work for.
    ///   - usual: the usual duration of one video; nil if it is not known.
    init(
        name: String,
        board: BatchBoard,
        console: Console,
        clock: any EngineClock,
        isJSON: Bool,
        concurrency: Int,
        work: Int,
        usual: Duration?
    ) {
        self.name = name
        self.board = board
        self.console = console
        self.clock = clock
        self.isJSON = isJSON
        self.concurrency = concurrency
        self.work = work
        self.usual = usual
        start = clock.uptime
    }

    /// Records and shows the end of a row.
    func end(_ index: Int, _ item: BatchItem, _ outcome: BatchOutcome) {
        let path = outcome.phase == .stored ? outcome.task?.file?.path : nil
        let name = path?.split(separator: "/").last.map(String.init)
        let beginning = "\(item.row.label)  \(Self.word(outcome))  "
        let ended = board.end(
            index,
            outcome,
            event: Redaction.singleLine(beginning + (name ?? outcome.reason), limit: 200)
        )
        if isJSON {
            console.line(Self.json(item, outcome).description)
        } else if !console.isTerminal {
            let text = Redaction.singleLine(beginning + (path ?? outcome.reason), limit: 1000)
            console.text("[\(ended)/\(work)] \(text)")
        }
    }

    /// Redraws the live table. Does nothing without a terminal.
    func tick() {
        guard console.isTerminal, !isJSON else { return }
        let width = console.width
        console.live(lines(width: width, hasColour: console.hasColour))
    }

    /// Removes the live table.
    func endLive() { console.endLive() }

    /// Returns the lines of the live table.
    func lines(width: Int, hasColour: Bool) -> [String] {
        let summary = board.summary(shown: Self.mostShown)
        let rest = summary.count(.waiting) + summary.count(.active)
        let elapsed = clock.uptime - start
        var lines = TextWrap.lines("\(Redaction.singleLine(name, limit: 40)): \(Self.counts(summary))", width - 1)
        let done = work == 0 ? 1 : Double(work - rest) / Double(work)
        let left = BatchForecast.remaining(
            rest: rest,
            ended: work - rest,
            elapsed: elapsed,
            concurrency: concurrency,
            usual: usual
        )
        let time = Format.elapsed(elapsed) + (left.map { ", about \(Format.elapsed($0)) left" } ?? "")
        let bar = Format.bar(done, width: max(6, min(24, width / 4)))
        lines.append(TextWidth.fit("\(bar)  \(Format.percent(done))  \(time)", width - 1))
        if let money = Self.money(summary) { lines += TextWrap.lines(money, width - 1) }
        if !summary.active.isEmpty {
            lines += Self.table(summary, now: clock.now).lines(width: width - 1, hasColour: hasColour)
        }
        let hidden = summary.count(.active) - summary.active.count
        if hidden > 0 { lines.append("… and \(hidden.counted("more row")) in progress") }
        for event in summary.events {
            let line = TextWidth.fit(event, width - 1)
            lines.append(hasColour ? Style.dim.applied(to: line) : line)
        }
        return lines
    }

    private static func table(_ summary: BatchBoard.Summary, now: Date) -> TextTable {
        TextTable(
            columns: [
                .init(title: "LABEL", isFlexible: true), .init(title: "STATE"),
                .init(title: "DONE", isRightAligned: true, priority: 2),
                .init(title: "TIME", isRightAligned: true, priority: 1),
                .init(title: "BYTES", isRightAligned: true, priority: 4),
                .init(title: "PROVIDER", priority: 3), .init(title: "NOTE", isFlexible: true, priority: 5),
            ],
            rows: summary.active.map { label, display, target in
                [
                    .init(Redaction.singleLine(label, limit: 60)),
                    .init(display?.word ?? "starting", display?.style ?? .cyan),
                    .init(Format.percent(display?.progress)),
                    .init(display.map { Format.elapsed($0.elapsed(at: now)) } ?? ""), .init(display?.bytes ?? ""),
                    .init(Redaction.singleLine(display?.task.provider.id ?? target, limit: 24)),
                    .init(display?.trouble.map { Redaction.singleLine($0) } ?? ""),
                ]
            }
        )
    }

    // MARK: - Sentences

    /// Returns the numbers of rows by their phases, such as `12 stored, 4 in progress, 34 waiting`.
    static func counts(_ summary: BatchBoard.Summary) -> String {
        let words: [(BatchOutcome.Phase, String)] = [
            (.stored, "stored"), (.active, "in progress"), (.waiting, "waiting"), (.continuing, "continuing"),
            (.failed, "failed"), (.notSent, "not bought"), (.unknown, "unknown"),
        ]
        return words.filter { summary.count($0.0) > 0 }.map { "\(summary.count($0.0)) \($0.1)" }.joined(separator: ", ")
    }

    /// Returns the sums, or nil if no price is known.
    static func money(_ summary: BatchBoard.Summary) -> String? {
        let spent = summary.spent.isEmpty ? nil : "\(summary.spent) spent\(summary.hasEstimates ? " (estimated)" : "")"
        let coming = summary.coming.isEmpty ? nil : "\(summary.coming) to come (estimated)"
        let parts = [spent, coming].compactMap(\.self)
        return parts.isEmpty ? nil : parts.joined(separator: ", ")
    }

    private static func word(_ outcome: BatchOutcome) -> String {
        outcome.task.map { outcome.state == "notSent" ? "not sent" : TaskDisplay(task: $0).word } ?? "not sent"
    }

    /// Returns the line of a row for `--json`.
    static func json(_ item: BatchItem, _ outcome: BatchOutcome) -> JSONValue {
        var object = JSONObject()
        object["event"] = "row"
        object["row"] = JSONValue(item.row.number)
        object["label"] = .string(item.row.label)
        object["state"] = .string(outcome.state)
        object["path"] = outcome.phase == .stored ? outcome.task?.file.map { .string($0.path) } ?? .null : .null
        object["sha256"] = outcome.phase == .stored ? outcome.task?.file.map { .string($0.sha256) } ?? .null : .null
        object["id"] = outcome.task.map { .string($0.id.rawValue) } ?? .null
        object["code"] = outcome.error.map { .string($0.code.rawValue) } ?? .null
        object["reason"] = outcome.reason.isEmpty ? .null : .string(outcome.reason)
        return .object(object)
    }
}
