import VideoGeneration

/// Formats the attempts of a task: the provider and the model, how each ended, and whether it bought a video.
enum AttemptTable {
    static func make(_ task: VideoTask) -> TextTable {
        TextTable(
            columns: [
                .init(title: "#", isRightAligned: true),
                .init(title: "ATTEMPT", isFlexible: true, isWrapped: true, breaksWords: true),
                .init(title: "STATE", priority: 1), .init(title: "BOUGHT"),
                .init(title: "COST", isRightAligned: true, priority: 2),
                .init(title: "REASON", isFlexible: true, isWrapped: true),
            ],
            rows: task.attempts.enumerated().map { index, attempt in
                [
                    .init("\(index + 1)", .dim), .init(candidate(of: attempt)),
                    .init(TaskDisplay.word(for: attempt.state)), bought(attempt), .init(cost(of: attempt)),
                    .init(attempt.failure.map { Redaction.singleLine($0.message, limit: 300) } ?? ""),
                ]
            }
        )
    }

    private static func candidate(of attempt: VideoTask.Attempt) -> String {
        Route.Candidate(attempt.provider.id, model: attempt.model).shown
    }

    private static func bought(_ attempt: VideoTask.Attempt) -> TextTable.Cell {
        switch attempt.purchase {
        case .none: "no"
        case .made: "yes"
        case .unknown: .init("unknown", .yellow)
        }
    }

    /// Returns the charge, or the estimate with a tilde; empty if nothing was bought.
    private static func cost(of attempt: VideoTask.Attempt) -> String {
        if let charge = attempt.charge {
            return charge.money.map { "\($0)" } ?? Redaction.singleLine("\(charge)", limit: 40)
        }
        guard attempt.purchase != .none, let cost = attempt.cost else { return "" }
        return "~\(cost)"
    }

    static func json(_ attempt: VideoTask.Attempt) -> JSONValue {
        var object: JSONObject = ["provider": .string(attempt.provider.id)]
        object["model"] = attempt.model.map(JSONValue.string) ?? .null
        object["state"] = .string(attempt.state.rawValue)
        object["purchase"] = .string(attempt.purchase.rawValue)
        object["taskID"] = attempt.remoteID.map(JSONValue.string) ?? .null
        object["submittedAt"] = attempt.submittedAt.map { .string($0.formatted(.iso8601)) } ?? .null
        object["estimate"] = attempt.cost.map { .string("\($0)") } ?? .null
        object["charge"] = attempt.charge.map(TaskReport.json) ?? .null
        object["code"] = attempt.failure.map { .string($0.code.rawValue) } ?? .null
        object["reason"] = attempt.failure.map { .string($0.message) } ?? .null
        return .object(object)
    }
}
