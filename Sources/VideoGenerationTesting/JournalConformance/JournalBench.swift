import Synchronization
import VideoGeneration

/// A store with the tools of the checks.
final class JournalBench: Sendable {
    let store: any JournalStore
    let endpoint: Endpoint
    private let found = Mutex<[String]>([])

    init(store: any JournalStore) throws {
        self.store = store
        endpoint = try Endpoint("https://api.example.com/v1")
    }

    var problems: [String] { found.withLock { $0 } }

    func open() async throws -> any Journal { try await store.open() }

    func expect(_ isTrue: Bool, _ seen: @autoclosure () -> String) {
        guard !isTrue else { return }
        let seen = seen()
        found.withLock { $0.append(seen) }
    }

    /// Expects an error with a code.
    func expect(_ code: VideoError.Code, _ name: String, _ work: () async throws -> Void) async {
        do {
            try await work()
            expect(false, "\(name) succeeded")
        } catch {
            let seen = (error as? VideoError)?.code
            expect(seen == code, "\(name) threw \(error)")
        }
    }

    /// The estimate of each task.
    var estimate: CostEstimate {
        ProviderInfo(id: "p", dialect: "d", endpoint: endpoint).estimate(VideoRequest(prompt: "a boat", seconds: 6))
    }

    /// Creates a task for a journal.
    func make(_ id: VideoTask.ID, _ journal: any Journal, prompt: String = "a boat", label: String? = nil) -> VideoTask
    {
        var task = VideoTask(
            id: id,
            provider: ProviderReference(id: "p", dialect: "d", endpoint: endpoint),
            request: VideoRequest(prompt: prompt, model: "m", seconds: 6),
            createdAt: journal.environment.clock.now,
            label: label
        )
        task.orderedSeconds = 6
        return task
    }

    /// The account of each task.
    var account: Account { Account(endpoint, dialect: "d", key: nil) }

    /// Creates a task that waits.
    func created(_ journal: any Journal) async throws -> any TaskLog {
        guard case .created(let log) = try await journal.create(under: nil, { make($0, journal) }) else {
            throw VideoError(.storageFailed, "The journal created no task.")
        }
        return log
    }

    /// Returns the request of a task for a grant.
    func request(_ task: VideoTask, _ limits: SubmitLimits, process: UInt64, priority: Int = 0) -> GrantRequest {
        let place = WaitingPlace(of: task, priority: priority)
        return GrantRequest(
            account: account,
            model: "m",
            task: task.id,
            place: place,
            limits: limits,
            process: process
        )
    }

    /// Sends and accepts a task that waits.
    func accept(_ log: any TaskLog, as remoteID: String) async throws {
        try await log.append(.submitting) { ($0.state, $0.submits) = (.submitting, 1) }
        try await log.append(.accepted) { $0.merge(TaskSnapshot(RemoteTask(id: remoteID), .queued)) }
        log.close()
    }

    func begin(_ journal: any Journal, within allowance: Allowance? = nil) async throws -> any TaskLog {
        try await journal.begin(within: allowance) { make($0, journal) }
    }

    /// Begins a task, and records its acceptance.
    @discardableResult
    func accepted(_ journal: any Journal, as remoteID: String) async throws -> VideoTask {
        let log = try await begin(journal)
        _ = await journal.claim(RemoteTask(id: remoteID), for: log.task)
        let task = try await log.append(.accepted) { $0.merge(TaskSnapshot(RemoteTask(id: remoteID), .queued)) }
        log.close()
        return task
    }

    /// Begins, accepts and fails a task.
    @discardableResult
    func failed(_ journal: any Journal, as remoteID: String) async throws -> VideoTask {
        let task = try await accepted(journal, as: remoteID)
        return try await journal.append(.status, to: task.id) { $0.state = .failed }
    }

    /// Returns a task with an unknown outcome.
    func unknown(_ journal: any Journal) async throws -> VideoTask {
        let log = try await begin(journal)
        let task = try await log.append(.outcomeUnknown) { $0.state = .outcomeUnknown }
        log.close()
        return task
    }
}
