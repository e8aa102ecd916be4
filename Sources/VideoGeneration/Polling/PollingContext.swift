/// The parts of a client that its pollers share.
struct PollingContext: Sendable {
    let journal: any Journal
    let environment: EngineEnvironment
    let schedule: PollSchedule
    let retry: RetryPolicy
    let retryQuotas: RetryQuotas
    let learnedTimes: LearnedTimes

    var clock: any EngineClock { environment.clock }
    var random: any RandomSource { environment.random }
}
