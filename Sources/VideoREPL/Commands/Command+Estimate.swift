import VideoGeneration

extension Command {
    /// Says what an order would cost.
    static let estimate = Command(
        name: "estimate",
        summary: "what a video would cost, where that is known; nothing is sent",
        theme: .know,
        arguments: "PROMPT",
        argumentCount: 0...1,
        options: CommandOption.order + CommandOption.whom + [.snap],
        examples: [#"estimate "a paper boat in the rain" --provider minimax --seconds 10"#]
    ) { invocation, session in
        let order = try await Order(invocation, session, needsKey: false)
        session.tellNotice(of: order.choice, invocation)
        let estimate = order.estimate
        guard invocation.has(.json) else {
            session.console.text("\(order.choice.entry.id), \(order.request.model ?? "its default model"): \(estimate)")
            return .done
        }
        var object: JSONObject = ["provider": .string(order.choice.entry.id)]
        object["model"] = order.request.model.map(JSONValue.string) ?? .null
        object["amount"] = estimate.total.map { .number("\($0.amount)") } ?? .null
        object["currency"] = estimate.total.map { .string($0.currency) } ?? .null
        object["basis"] = .string(estimate.basis)
        object["readOn"] = estimate.readOn.map(JSONValue.string) ?? .null
        object["feePerFile"] = estimate.fee.map { .string("\($0.money)") } ?? .null
        session.console.line(JSONValue.object(object).description)
        return .done
    }

    /// Shows the purchase without making it.
    static let dryRun = Command(
        name: "dry-run",
        summary: "show the request that an order would send, and the same as a curl line; nothing is sent",
        theme: .know,
        arguments: "PROMPT",
        argumentCount: 0...1,
        options: CommandOption.order + CommandOption.whom + [.snap],
        examples: [#"dry-run "a paper boat in the rain" --provider minimax"#]
    ) { invocation, session in
        let order = try await Order(invocation, session, needsKey: false)
        session.tellNotice(of: order.choice, invocation)
        let request = try order.client.preview(order.request, using: order.choice.entry.id)
        let shown = ShownRequest(request, keyVariable: order.choice.keyVariable, pictures: order.request.pictures)
        if invocation.has(.json) {
            session.console.line(shown.json.description)
        } else {
            session.console.lines(shown.lines)
        }
        return .done
    }
}

extension CommandOption {
    static let snap = CommandOption(name: "snap", summary: "take the nearest that the model can do, and say so")
    /// What keeps an order in bounds.
    static let care = [snap, budget, budgetSeconds, budgetPer]
    static let budget = CommandOption(
        name: "budget",
        value: "5usd",
        summary: "refuse what would bring all of the journal above this sum"
    )
    static let budgetSeconds = CommandOption(
        name: "budget-seconds",
        value: "60",
        summary: "refuse what would bring all of the journal above so many seconds of video"
    )
    static let budgetPer = CommandOption(
        name: "budget-per",
        value: "day",
        summary: "what a budget holds for: the day or the month of UTC, or total, which is all time",
        completion: .words(Budget.Period.allCases.map(\.rawValue))
    )
}
