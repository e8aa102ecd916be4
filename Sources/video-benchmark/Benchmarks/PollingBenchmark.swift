import Foundation
import VideoGeneration
import VideoGenerationTesting
import VideoWorkloads

/// Measures the requests and the delay of polling, using the real client with a simulated clock.
struct PollingBenchmark: Benchmark {
    let name = "polling"
    let summary =
        "Requests per task and mean delay until a finished task is noticed. Running times are log-normal with a median of 90 s, after a queue of 40 s on average."

    private struct World {
        var spread: Double
        var tellsProgress = false
        var history = 60

        var text: String { "spread \(spread)\(tellsProgress ? ", progress reported" : "")" }
    }

    private struct Cost {
        var requests = 0.0
        var delay = 0.0
    }

    private let tasks = 1000
    private static let median = 90.0

    func run(_ bench: Bench) async throws -> Report {
        var report = Report()
        for world in [
            World(spread: 0.2), World(spread: 0.3), World(spread: 0.5), World(spread: 0.3, tellsProgress: true),
            World(spread: 0.5, tellsProgress: true),
        ] {
            bench.log("  \(world.text)")
            let ours = try await learned(world, runs: bench.runs)
            for seconds in [10.0, 5.0] {
                let fixed = fixed(every: seconds, world)
                let isGoal = seconds == 10
                report.add(
                    "requests per task, \(world.text)",
                    .count(ours.requests),
                    comparedWith: "every \(Int(seconds)) s",
                    .count(fixed.requests),
                    atMost: isGoal ? 0.5 : nil
                )
                report.add(
                    "delay, \(world.text)",
                    .seconds(ours.delay),
                    comparedWith: "every \(Int(seconds)) s",
                    .seconds(fixed.delay),
                    atMost: isGoal ? 1 : nil
                )
                if isGoal, !world.tellsProgress {
                    report.add(
                        "lower bound of requests, \(world.text), start known",
                        .count(FewestPolls(median: Self.median, spread: world.spread).count(delay: fixed.delay)),
                        comparedWith: "every \(Int(seconds)) s",
                        .count(fixed.requests)
                    )
                }
            }
        }
        report.growth = Report.Growth(columns: ["tasks in the journal", "requests per task", "delay"], rows: [])
        for history in [0, 5, 50, 500] {
            let world = World(spread: 0.3, history: history)
            // Without a history, only the first task has no data to learn from.
            let cost = history == 0 ? try await blind(world) : try await learned(world, tasks, seed: 7)
            report.growth?.rows.append([
                "\(history)", Quantity.count(cost.requests).text, Quantity.seconds(cost.delay).text,
            ])
        }
        return report
    }

    /// Returns the medians of several runs, each with a different seed.
    private func learned(_ world: World, runs: Int) async throws -> Cost {
        var costs: [Cost] = []
        for run in 0..<runs { costs.append(try await learned(world, tasks, seed: UInt64(run))) }
        return Cost(requests: costs.map(\.requests).sorted()[runs / 2], delay: costs.map(\.delay).sorted()[runs / 2])
    }

    private func blind(_ world: World) async throws -> Cost {
        var sum = Cost()
        let count = 200
        for run in 0..<count {
            let cost = try await learned(world, 1, seed: UInt64(run))
            sum.requests += cost.requests / Double(count)
            sum.delay += cost.delay / Double(count)
        }
        return sum
    }

    private func learned(_ world: World, _ tasks: Int, seed: UInt64) async throws -> Cost {
        let folder = try TemporaryFolder()
        let clock = LeapingClock()
        let random = SeededRandom(seed: seed)
        let provider = try TimedProvider(clock: clock, tellsProgress: world.tellsProgress)
        let journal = try FileJournal(
            folder: folder.path,
            environment: EngineEnvironment(disk: UnsyncedDisk(), clock: clock, random: random)
        )
        func client() -> VideoClient {
            VideoClient(
                providers: [provider],
                journal: journal,
                environment: EngineEnvironment(clock: clock, random: random)
            )
        }
        func wait(for count: Int, _ client: VideoClient) async throws -> Double {
            var delay = 0.0
            for _ in 0..<count {
                let (queued, running) = Self.draw(world, random)
                provider.prepare(queued: queued, running: running)
                let task = try await client.submit(VideoRequest(prompt: "a boat"), using: "timed")
                for try await _ in client.updates(of: task.id, wait: .unlimited) {}
                if let remote = task.remote { delay += clock.uptime.seconds - provider.done(remote) }
            }
            return delay
        }
        _ = try await wait(for: world.history, client())
        let before = provider.polls
        // A new client, which knows only what is in the journal.
        let delay = try await wait(for: tasks, client())
        return Cost(requests: Double(provider.polls - before) / Double(tasks), delay: delay / Double(tasks))
    }

    private func fixed(every seconds: Double, _ world: World) -> Cost {
        let random = SeededRandom(seed: 99)
        let count = 50_000
        var cost = Cost()
        for _ in 0..<count {
            let (queued, running) = Self.draw(world, random)
            let polls = ((queued + running) / seconds).rounded(.up)
            cost.requests += polls / Double(count)
            cost.delay += (polls * seconds - queued - running) / Double(count)
        }
        return cost
    }

    private static func draw(_ world: World, _ random: SeededRandom) -> (queued: Double, running: Double) {
        // The Box-Muller transform.
        let normal = (-2 * log(1 - random.unit())).squareRoot() * cos(2 * .pi * random.unit())
        return (-40 * log(1 - random.unit()), Self.median * exp(world.spread * normal))
    }
}
