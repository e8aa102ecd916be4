import VideoGeneration

/// The way in which one provider of a routed life treats its callers, drawn once for each life.
struct Manner {
    /// The limits that every program is configured with.
    let limits: SubmitLimits
    /// The price of a second in cents.
    let cents: Int
    /// The trouble that is frequent at this provider; nil if all kinds are as frequent.
    let usualTrouble: SimulatedTransport.Weather?
    /// The number of tasks that the provider works on at once, which may be lower than the configured one.
    private let capacity: Int?
    /// The status of the refusals; nil if the provider refuses nothing.
    private let refusal: Int?
    private let failsOneIn: Int
    private let refundsFailures: Bool

    /// - Parameter isLimited: whether the programs may have limits.
    init(_ world: World, isLimited: Bool = true) {
        var scope = SubmitLimits()
        if isLimited, !world.isOne(in: 4) { scope.inFlight = 1 + world.draw(below: 3) }
        if isLimited, world.isOne(in: 2) { scope.perMinute = 1 + world.draw(below: 5) }
        limits = world.isOne(in: 3) ? SubmitLimits(models: ["film": scope]) : scope
        cents = 1 + world.draw(below: 5)
        let troubles: [SimulatedTransport.Weather] = [.refused, .lostAnswer, .lostRequest, .turnedAway, .proxyError]
        usualTrouble = world.isOne(in: 2) ? troubles[world.draw(below: troubles.count)] : nil
        capacity = world.isOne(in: 3) ? 1 + world.draw(below: 2) : nil
        refusal = world.isOne(in: 3) ? [400, 401, 402, 403][world.draw(below: 4)] : nil
        failsOneIn = [3, 12][world.draw(below: 2)]
        refundsFailures = world.isOne(in: 2)
    }

    /// Returns the outcome of a task that the provider takes.
    func fate(_ world: World) -> Backend.Fate {
        guard world.isOne(in: failsOneIn) else { return .succeeds }
        return refundsFailures && world.isOne(in: 2) ? .isRefunded : .fails
    }

    /// Returns the refusal of a task; nil if the provider takes it.
    func refusal(by backend: Backend, _ world: World) -> HTTPResponse? {
        if let capacity, backend.inProgress(at: world.uptime) >= capacity {
            world.count("too many tasks")
            let wait: HTTPFields = world.isOne(in: 2) ? ["Retry-After": "\(world.draw(below: 200))"] : [:]
            return HTTPResponse(status: 429, fields: wait)
        }
        guard world.isStormy, let refusal, world.isOne(in: 2) else { return nil }
        world.count("refusal")
        return HTTPResponse(status: refusal)
    }
}
