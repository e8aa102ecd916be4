import Foundation
import TestSupport
import Testing
import VideoGeneration
import VideoGenerationTesting

@testable import VideoGenerationPostgres

/// A whole fleet with real processes, killed and stopped at random.
///
/// `VIDEO_FLEET_TASKS` is the number of tasks, and `VIDEO_FLEET_SEED` what is done to the workers.
@Suite(
    "A run of a fleet",
    .timeLimit(.minutes(20)),
    .enabled(if: PostgresServer.obstacle == nil, "PostgreSQL is not installed here, or has no user of its own"),
    .ownThread
)
struct FleetRunTests {
    @Test("Four workers, killed and stopped at random: billed is stored, byte for byte, with one POST each")
    func chaos() async throws {
        let variables = ProcessInfo.processInfo.environment
        let count = variables["VIDEO_FLEET_TASKS"].flatMap { Int($0) } ?? 60
        let seed = variables["VIDEO_FLEET_SEED"].flatMap(UInt64.init) ?? UInt64.random(in: 0...1_000_000)
        let random = SeededRandom(seed: seed)
        let start = ContinuousClock.now
        let bench = try FleetBench(generationTime: 0.5)
        let client = try await bench.client(0)
        try await bench.enqueue(count, with: client)
        var workers = try (1...4).map { try bench.start($0, .short) }
        var (kills, stops) = (0, 0)
        let open = "select count(*) from video_task where work is not null or state = 'submitting'"
        let end = ContinuousClock.now + .seconds(120 + count)
        while try bench.value(open) != "0", ContinuousClock.now < end {
            // The other side is processes on the machine's clock.
            try await Task.sleep(for: .milliseconds(100 + Int(random.unit() * 1_400)))
            let index = Int(random.next() % 4)
            if random.next() % 2 == 0 {
                workers[index].send(SIGKILL)
                _ = try await workers[index].status(within: 10)
                workers[index] = try bench.start(index + 1, .short)
                kills += 1
            } else {
                workers[index].send(SIGSTOP)
                // Some are stopped past their leases.
                let isLong = random.next() % 5 == 0
                try await Task.sleep(for: isLong ? .seconds(4) : .milliseconds(500))
                workers[index].send(SIGCONT)
                stops += 1
            }
        }
        for worker in workers { worker.end() }
        let chaos = ContinuousClock.now - start
        let unknown = try bench.value("select count(*) from video_task where state in ('submitting', 'outcomeUnknown')")
        let suspended = try bench.value("select count(*) from video_task where snapshot ->> 'suspension' is not null")
        // Nobody is left who could send one of the tasks whose outcome is unknown.
        try bench.pass(300)
        for id in try await client.journal.tasks().filter({ $0.state == .outcomeUnknown }).map(\.id) {
            try await client.journal.append(.status, to: id) { _ in }
        }
        try await bench.settle(with: client)
        try bench.pass(60)
        let settled = ContinuousClock.now - start
        let last = try bench.start(5)
        try await bench.wait(
            for: "\(count)",
            from: "select count(*) from video_task where state = 'stored'",
            seconds: 240
        )
        let stored = ContinuousClock.now - start
        #expect(try bench.broken(count) == [], "VIDEO_FLEET_SEED=\(seed)")
        last.send(SIGKILL)
        _ = try await last.status(within: 10)
        print(
            "fleet: \(count) tasks, \(kills) kills, \(stops) stops, \(unknown ?? "") unknown, \(suspended ?? "") suspended, "
                + "seed \(seed), \(chaos), \(settled), \(stored), \(ContinuousClock.now - start)"
        )
    }
}
