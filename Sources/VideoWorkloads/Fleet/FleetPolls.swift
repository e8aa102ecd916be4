package import VideoGeneration
import VideoGenerationPostgres
import VideoPlatform

/// The journal's part of polls: claims of running tasks, and what was found, written back. No provider is asked.
package struct FleetPolls: Sendable {
    /// What a worker records with a poll that found nothing new.
    package static let memory = PollMemory(lastLook: 1_790_000_000)

    let journal: PostgresJournal

    /// Returns the request of a claim of running tasks.
    package static func request() throws -> ClaimRequest {
        ClaimRequest(
            providers: [try TimedProvider(clock: SystemClock()).info.reference],
            room: [.poll: ClaimRequest.most]
        )
    }

    func run(loops: Int, seconds: Double) async throws -> ResourceUsage {
        let request = try Self.request()
        let clock = SystemClock()
        let end = clock.uptime + .seconds(seconds)
        var polls = 0
        var usage = try await ResourceUsage.measure {
            polls = try await withThrowingTaskGroup(of: Int.self) { [journal] group in
                for _ in 0..<loops {
                    group.addTask {
                        var polls = 0
                        while clock.uptime < end {
                            let claims = try await journal.claim(request)
                            let results = claims.map { ClaimResult(of: $0, memory: Self.memory, dueIn: .zero) }
                            let lost = try await journal.finish(results)
                            polls += claims.count - lost.count
                        }
                        return polls
                    }
                }
                return try await group.reduce(0, +)
            }
        }
        usage.extra = ["polls": Double(polls)]
        return usage
    }
}
