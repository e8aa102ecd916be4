import Foundation
import Synchronization
import TestSupport
import VideoGenerationTesting

@testable import VideoGeneration
@testable import VideoGenerationCore

/// A client with several scripted providers, each at an address of its own, on a temporary journal.
struct RouteBench: Sendable {
    let folder: TemporaryFolder
    let clock: ManualClock
    let disk: any Disk
    let providers: [RouteProvider]
    let journal: FileJournal
    let client: VideoClient
    let settings: VideoClient.Settings

    /// - Parameter configure: changes the description of each provider.
    init(
        _ ids: [String] = ["first", "second", "third"],
        clock: ManualClock = ManualClock(),
        disk: any Disk = UnsyncedDisk(),
        settings: VideoClient.Settings = .init(),
        _ configure: (inout ProviderInfo) -> Void = { _ in }
    ) throws {
        let providers = try ids.map { id in
            var info = ProviderInfo(
                id: id,
                dialect: "scripted",
                endpoint: try Endpoint("https://\(id).example.com"),
                defaultModel: "film"
            )
            configure(&info)
            return try RouteProvider(info, clock: clock)
        }
        try self.init(TemporaryFolder(), providers, clock: clock, disk: disk, settings: settings, seed: 1)
    }

    private init(
        _ folder: TemporaryFolder,
        _ providers: [RouteProvider],
        clock: ManualClock,
        disk: any Disk,
        settings: VideoClient.Settings,
        seed: UInt64
    ) throws {
        (self.folder, self.providers, self.clock, self.disk) = (folder, providers, clock, disk)
        self.settings = settings
        let film = TestVideo.make(size: 4_000)
        let transport = ScriptedTransport { _ in
            HTTPResponse(
                status: 200,
                fields: ["Content-Type": "video/mp4", "Content-Length": "\(film.count)"],
                body: film
            )
        }
        let environment = EngineEnvironment(
            transport: transport,
            disk: disk,
            clock: clock,
            random: SeededRandom(seed: seed)
        )
        journal = try FileJournal(folder: folder.path + "/state", environment: environment)
        client = VideoClient(providers: providers, journal: journal, settings: settings)
    }

    /// Opens the journal once more, as another process does.
    func reopened(
        seed: UInt64 = 2,
        disk: (any Disk)? = nil,
        providers: [RouteProvider]? = nil,
        settings: VideoClient.Settings? = nil
    ) throws -> RouteBench {
        try RouteBench(
            folder,
            providers ?? self.providers,
            clock: clock,
            disk: disk ?? self.disk,
            settings: settings ?? self.settings,
            seed: seed
        )
    }

    static let request = VideoRequest(prompt: "a paper boat", model: "film")

    subscript(id: String) -> RouteProvider {
        guard let provider = providers.first(where: { $0.info.id == id }) else { fatalError("no provider \(id)") }
        return provider
    }

    /// A route over all providers, in their order.
    func route(_ strategy: Route.Strategy = .ordered, attempts: Int = 1, afterModeration: Bool = false) -> Route {
        Route(
            strategy,
            over: providers.map { .init($0.info.id) },
            attempts: attempts,
            afterModeration: afterModeration
        )
    }

    /// The IDs of the providers that received a submit, in the order of their arrival at each.
    var asked: [String] { providers.flatMap { provider in provider.arrivals.map { _ in provider.info.id } } }
    var billed: [String] { providers.flatMap(\.billed) }
    var tasks: [VideoTask] { get throws { try journal.tasks() } }

    @discardableResult
    func submit(_ route: Route? = nil, label: String? = nil, again: Bool = false) async throws(VideoError) -> VideoTask
    {
        try await client.submit(Self.request, using: route ?? self.route(), label: label, again: again)
    }

    /// The error of a submit.
    func failure<Value>(_ work: () async throws -> Value) async -> VideoError? {
        do {
            _ = try await work()
            return nil
        } catch { return error as? VideoError }
    }

    /// Gives a task another state, as if the provider had reported it.
    func end(_ task: VideoTask, as state: VideoTask.State, failure: VideoError? = nil) async throws {
        if state == .stored { try await journal.append(.status, to: task.id) { $0.state = .succeeded } }
        try await journal.append(.status, to: task.id) {
            $0.state = state
            $0.failure = failure
        }
    }

    /// Runs work while the clock advances whenever a caller sleeps on it. The clock must not be automatic.
    func advancing<Value: Sendable>(
        by step: Duration = .milliseconds(250),
        _ work: () async throws -> Value
    ) async throws -> Value {
        let pump = Task { [clock] in
            while !Task.isCancelled {
                // Real time for the callers that are awake, so that the clock does not run away from them.
                try await Task.sleep(for: .milliseconds(1))
                if clock.sleeperCount > 0 { clock.advance(by: step) }
            }
        }
        defer { pump.cancel() }
        return try await work()
    }

    /// Starts a submit, and returns once its task waits in the journal.
    func waiting(
        _ prompt: String,
        using provider: String = "first",
        label: String? = nil,
        priority: Int = 0
    ) async throws -> (task: VideoTask, end: Task<VideoTask, any Error>) {
        let (waits, continuation) = AsyncStream.makeStream(of: VideoTask.self)
        let end = Task { [client] in
            defer { continuation.finish() }
            return try await client.submit(
                VideoRequest(prompt: prompt, model: "film"),
                using: provider,
                label: label,
                priority: priority
            ) { event in
                if case .task(let task) = event, task.state == .intent { continuation.yield(task) }
            }
        }
        for await task in waits { return (task, end) }
        return (try await end.value, end)
    }
}

extension VideoError {
    static let funds = VideoError(.insufficientFunds, "no funds")
    static let busyNow = VideoError(.rateLimited, "too many", isTransient: true)
    static let notSentAtAll = VideoError(.notSent, "not sent", isTransient: true, progress: .notSent)
    static let moderated = VideoError(.contentRejected, "no such pictures")
    static let lost = VideoError(.outcomeUnknown, "lost", progress: .sent, purchase: .unknown)
}
