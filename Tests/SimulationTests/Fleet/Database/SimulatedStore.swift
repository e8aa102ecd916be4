import Synchronization
import TestSupport
import VideoGeneration
import VideoGenerationTesting

/// Journals in one simulated database, all of one simulated process.
struct SimulatedStore: JournalStore {
    let database: SimulatedDatabase
    let process: SimulatedProcess
    /// The folder of the machine. The spool of another store would be recorded in this one's database.
    let folder: String

    func open() async throws -> any Journal {
        try SimulatedJournal(
            database,
            folder: folder,
            environment: EngineEnvironment(
                disk: SimulatedDisk(process),
                clock: SimulatedClock(process: process),
                random: SimulatedRandom(world: database.world)
            ),
            process: process
        )
    }

    /// Ends the renewal, and lets the lease of the log run out.
    func abandon(_ log: any TaskLog) async throws {
        (log as? SimulatedTaskLog)?.abandon()
        try await process.sleep(for: .seconds(300))
    }

    /// Runs every check in a simulated world without troubles.
    static func violations() async -> [JournalConformance.Violation] {
        await givingWay {
            let world = World(seed: 1)
            world.isStormy = false
            let process = SimulatedProcess("conformance", in: world)
            world.start(process)
            let found = Found()
            Task(executorPreference: process) {
                let violations = await JournalConformance {
                    SimulatedStore(
                        database: SimulatedDatabase(world),
                        process: process,
                        folder: "/home/machine\(world.draw(below: 1_000_000_000))"
                    )
                }.run()
                process.kill()
                found.violations.withLock { $0 = violations }
            }
            precondition(world.run(until: { found.violations.withLock { $0 != nil } }), "the checks do not end")
            return found.violations.withLock { $0 ?? [] }
        }
    }

    private final class Found: Sendable {
        let violations = Mutex<[JournalConformance.Violation]?>(nil)
    }
}
