public import VideoGeneration

extension TemporaryFolder {
    /// Opens a journal in this folder, which is deleted with the folder.
    /// - Parameters:
    ///   - clock: the source of the journal's times; a ``ManualClock`` by default.
    ///   - seed: the seed from which new ids are drawn.
    /// - Throws: `VideoError` if the journal cannot be opened.
    public func journal(clock: any EngineClock = ManualClock(), seed: UInt64 = 1) throws -> FileJournal {
        try FileJournal(
            folder: path + "/journal",
            environment: EngineEnvironment(clock: clock, random: SeededRandom(seed: seed))
        )
    }
}
