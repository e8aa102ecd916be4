import VideoGeneration

extension Command {
    /// Prints the estimated cost of a request.
    static let estimate = Command(
        name: "estimate",
        summary: "estimate the cost of a video, if the price is known; nothing is sent",
        theme: .checks,
        arguments: "PROMPT",
        argumentCount: 0...1,
        options: CommandOption.request + CommandOption.selection + [.route, .snap],
        examples: [#"estimate "a paper boat in the rain" --provider minimax --seconds 10"#],
        remarks: "With a route, it lists the candidates in the order in which they would be tried, and those left out."
    ) { invocation, session in
        if let chosen = try await session.route(invocation) {
            return try await session.tellChoice(of: RoutedRequest(chosen, invocation, session), invocation)
        }
        let prepared = try await PreparedRequest(invocation, session, needsKey: false)
        session.tellNotice(of: prepared.choice, invocation)
        let estimate = prepared.estimate
        guard invocation.has(.json) else {
            session.console.text(
                "\(prepared.choice.entry.id), \(prepared.request.model ?? "its default model"): \(estimate)"
            )
            return .done
        }
        var object: JSONObject = ["provider": .string(prepared.choice.entry.id)]
        object["model"] = prepared.request.model.map(JSONValue.string) ?? .null
        object["amount"] = estimate.total.map { .number("\($0.amount)") } ?? .null
        object["currency"] = estimate.total.map { .string($0.currency) } ?? .null
        object["basis"] = .string(estimate.basis)
        object["readOn"] = estimate.readOn.map(JSONValue.string) ?? .null
        object["feePerFile"] = estimate.fee.map { .string("\($0.money)") } ?? .null
        session.console.line(JSONValue.object(object).description)
        return .done
    }
}

extension CommandOption {
    static let snap = CommandOption(name: "snap", summary: "use the nearest values that the model takes, and say so")
    /// The options that keep a request within the limits of the model and of the budget.
    static let limits = [snap, budget, budgetSeconds, budgetPer]
    static let budget = CommandOption(
        name: "budget",
        value: "5usd",
        summary: "refuse a request that would bring all tasks of the journal above this sum"
    )
    static let budgetSeconds = CommandOption(
        name: "budget-seconds",
        value: "60",
        summary: "refuse a request that would bring all tasks of the journal above this many seconds of video"
    )
    static let budgetPer = CommandOption(
        name: "budget-per",
        value: "day",
        summary: "the period of a budget: the current day or month in UTC, or total for all time",
        completion: .words(Budget.Period.allCases.map(\.rawValue))
    )
}
