import VideoGeneration

/// Formats the candidates of a route for a request: those that can take it in the order in which they would be tried, and
/// those that are left out.
struct RouteReport {
    let choice: RouteChoice
    let chosen: ChosenRoute

    /// The position of the candidate that would take the request; nil if none is free.
    private var taker: Int? { choice.options.firstIndex { $0.obstacle == nil } }

    /// The candidates that can make the request.
    var options: TextTable {
        TextTable(
            columns: [
                .init(title: "#", isRightAligned: true),
                .init(title: "CANDIDATE", isFlexible: true, isWrapped: true, breaksWords: true),
                .init(title: "ESTIMATE", isRightAligned: true, priority: 1),
                .init(title: "IN FLIGHT", isRightAligned: true, priority: 3),
                .init(title: "RESULT", isFlexible: true, isWrapped: true, breaksWords: true),
                .init(title: "CHANGES", isFlexible: true, isWrapped: true, priority: 2),
            ],
            rows: choice.options.enumerated().map { index, option in
                [
                    .init("\(index + 1)", .dim), .init(option.candidate.shown),
                    .init(option.estimate.least.map { "\($0)" } ?? "unknown"), .init("\(option.inFlight)"),
                    result(of: option, index), .init(changes(of: option)),
                ]
            }
        )
    }

    private func result(of option: RouteChoice.Option, _ index: Int) -> TextTable.Cell {
        if let obstacle = option.obstacle { return .init(Redaction.singleLine(obstacle.message, limit: 200), .yellow) }
        return index == taker ? .init("would take it", .green) : "free"
    }

    private func changes(of option: RouteChoice.Option) -> String {
        Redaction.singleLine(option.changes.map(\.description).joined(separator: ", "), limit: 200)
    }

    /// The candidates that cannot make the request.
    var leftOut: TextTable {
        TextTable(
            columns: [
                .init(title: "LEFT OUT", isFlexible: true, isWrapped: true, breaksWords: true),
                .init(title: "REASON", isFlexible: true, isWrapped: true, breaksWords: true),
            ],
            rows: choice.leftOut.map { left in
                [.init(left.candidate.shown), .init(Redaction.singleLine(reason(of: left).message, limit: 300))]
            }
        )
    }

    /// Returns the reason why a candidate is left out. The reason why its provider cannot be used is the exact one.
    private func reason(of left: RouteChoice.LeftOut) -> VideoError {
        chosen.unusable[left.candidate.provider] ?? left.reason
    }

    /// The sentence below the tables if no candidate takes the request now.
    var verdict: String? {
        if choice.options.isEmpty { return "No candidate can take the request." }
        return taker == nil ? "No candidate is free now. The task would wait." : nil
    }

    var json: JSONValue {
        let taker = taker
        let options = choice.options.enumerated().map { index, option -> JSONValue in
            var object = Self.members(of: option.candidate)
            object["amount"] = option.estimate.least.map { .number("\($0.amount)") } ?? .null
            object["currency"] = option.estimate.least.map { .string($0.currency) } ?? .null
            object["basis"] = .string(option.estimate.basis)
            object["inFlight"] = JSONValue(option.inFlight)
            object["wouldTake"] = .bool(index == taker)
            object["obstacle"] = option.obstacle.map(Self.json) ?? .null
            object["changes"] = .array(option.changes.map { .string($0.description) })
            return .object(object)
        }
        let leftOut = choice.leftOut.map { left -> JSONValue in
            var object = Self.members(of: left.candidate)
            object["reason"] = Self.json(reason(of: left))
            return .object(object)
        }
        return [
            "event": "route", "route": chosen.name.map(JSONValue.string) ?? .null,
            "strategy": .string(chosen.route.strategy.rawValue), "candidates": .array(options),
            "leftOut": .array(leftOut),
        ]
    }

    private static func members(of candidate: Route.Candidate) -> JSONObject {
        ["provider": .string(candidate.provider), "model": candidate.model.map(JSONValue.string) ?? .null]
    }

    private static func json(_ error: VideoError) -> JSONValue {
        ["code": .string(error.code.rawValue), "message": .string(error.message)]
    }
}

extension Session {
    /// Shows which candidate of a route would take a request. Nothing is sent.
    /// - Returns: the exit code, which is `usage` if no candidate can take the request.
    func tellChoice(of routed: RoutedRequest, _ invocation: Invocation) async throws -> ExitCode {
        let choice = try await routed.client.choice(for: routed.request, using: routed.route)
        let report = RouteReport(choice: choice, chosen: routed.chosen)
        if invocation.has(.json) {
            console.line(report.json.description)
        } else {
            if !choice.options.isEmpty {
                let hidden = console.table(report.options)
                if !hidden.isEmpty {
                    note("\(hidden.joined(separator: ", ")) need a wider terminal, or --json.", invocation)
                }
            }
            if !choice.leftOut.isEmpty {
                if !choice.options.isEmpty { console.line() }
                console.table(report.leftOut)
            }
            if let verdict = report.verdict { console.text(verdict, .yellow) }
        }
        return choice.options.isEmpty ? .usage : .done
    }
}
