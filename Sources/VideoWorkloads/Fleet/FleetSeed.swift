import VideoGeneration
import VideoGenerationPostgres
import VideoPlatform

/// The tasks that a benchmark copies inside the database: one that runs, one that failed, and one that waits.
struct FleetSeed {
    let journal: PostgresJournal

    func write() async throws {
        let provider = try TimedProvider(clock: SystemClock(), limits: SubmitLimits(inFlight: 1))
        let client = VideoClient(providers: [provider], journal: journal)
        let request = VideoRequest(prompt: "a paper boat in the rain", model: "model", seconds: 4)
        for state in [VideoTask.State.running, .failed] {
            let log = try await journal.begin {
                VideoTask(id: $0, provider: provider.info.reference, request: request, createdAt: Date())
            }
            try await log.append(.accepted) {
                ($0.state, $0.rawStatus) = (state, "\(state)")
                $0.remote = RemoteTask(id: "video_\(state)")
            }
            log.close()
        }
        try await client.enqueue(request, using: provider.info.id)
    }
}
