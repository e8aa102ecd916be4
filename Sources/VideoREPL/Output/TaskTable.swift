import VideoGeneration
import VideoPlatform

/// Formats tasks as numbered rows. The row number can be typed in place of the task's ID.
enum TaskTable {
    private static let columns: [TextTable.Column] = [
        .init(title: "#", isRightAligned: true),
        .init(title: "ID"),
        .init(title: "STATE"),
        .init(title: "DONE", isRightAligned: true, priority: 3),
        .init(title: "PROVIDER", priority: 4),
        .init(title: "MODEL", priority: 5),
        .init(title: "AGE", isRightAligned: true, priority: 2),
        .init(title: "SIZE", isRightAligned: true, priority: 6),
        // A column without texts is not shown.
        .init(title: "LABEL", isFlexible: true, priority: 1),
        .init(title: "PROMPT", isFlexible: true),
    ]

    static func make(_ tasks: [VideoTask], now: Date) -> TextTable {
        TextTable(
            columns: columns,
            rows: tasks.enumerated().map { index, task in
                let display = TaskDisplay(task: task)
                return [
                    .init(String(index + 1), .dim),
                    .init(task.id.rawValue),
                    .init(display.word, display.style),
                    .init(task.state.isFinal ? "" : Format.percent(display.progress)),
                    .init(Redaction.singleLine(task.provider.id, limit: 24)),
                    .init(Redaction.singleLine(task.model ?? "", limit: 32)),
                    .init(Format.age(now.timeIntervalSince(task.createdAt))),
                    .init(display.bytes),
                    .init(Redaction.singleLine(task.label ?? "", limit: 40)),
                    .init(prompt(task)),
                ]
            }
        )
    }

    /// Returns a table of tasks in progress, which is redrawn in place.
    static func live(_ tasks: [TaskDisplay], now: Date, width: Int) -> TextTable {
        TextTable(
            columns: [
                .init(title: "ID"), .init(title: "STATE"),
                .init(title: "", priority: 7), .init(title: "DONE", isRightAligned: true),
                .init(title: "TIME", isRightAligned: true, priority: 1),
                .init(title: "BYTES", isRightAligned: true, priority: 3),
                .init(title: "RATE", isRightAligned: true, priority: 4),
                .init(title: "COST", isRightAligned: true, priority: 5),
                .init(title: "PROVIDER", priority: 6),
                .init(title: "PROMPT", isFlexible: true, priority: 2),
            ],
            rows: tasks.map { display in
                [
                    .init(display.task.id.rawValue), .init(display.word, display.style),
                    .init(
                        display.progress == nil ? "" : Format.bar(display.progress, width: max(6, min(24, width / 8)))
                    ),
                    .init(Format.percent(display.progress)), .init(display.time(at: now)), .init(display.bytes),
                    .init(display.rate), .init((display.task.charge?.money ?? display.task.cost).map { "\($0)" } ?? ""),
                    .init(Redaction.singleLine(display.task.provider.id, limit: 24)),
                    .init(display.trouble.map { Redaction.singleLine($0) } ?? prompt(display.task)),
                ]
            }
        )
    }

    /// Returns the prompt on one line, or `(private)` if it is not kept.
    static func prompt(_ task: VideoTask) -> String {
        task.request.prompt.isEmpty
            ? task.request.isPrivate ? "(private)" : "" : Redaction.singleLine(task.request.prompt, limit: 200)
    }
}
