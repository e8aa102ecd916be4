import VideoPlatform

/// The parts of a client that its pollers share.
struct PollingContext: Sendable {
    let journal: any Journal
    let environment: EngineEnvironment
    let schedule: PollSchedule
    let retry: RetryPolicy
    let retryQuotas: RetryQuotas
    let learnedTimes: LearnedTimes
    /// Where the pollers read and write.
    var record: any PollRecord
    /// The time at which the steady clock was zero, by the clock of the journal; nil to use this machine's clock.
    var zero: Date?

    var clock: any EngineClock { environment.clock }
    var random: any RandomSource { environment.random }
    /// The time of day.
    var now: Date { zero?.addingTimeInterval(clock.uptime.seconds) ?? clock.now }
}
