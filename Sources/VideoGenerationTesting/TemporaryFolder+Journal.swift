public import VideoGeneration

extension TemporaryFolder {
    /// A journal in this folder, which goes away with it.
    /// - Parameters:
    ///   - clock: what the journal's times come from; a ``ManualClock`` by default.
    ///   - seed: what the letters of new ids are drawn from.
    public func journal(clock: any EngineClock = ManualClock(), seed: UInt64 = 1) throws -> FileJournal {
        try FileJournal(
            folder: path + "/journal",
            environment: EngineEnvironment(clock: clock, random: SeededRandom(seed: seed))
        )
    }
}
