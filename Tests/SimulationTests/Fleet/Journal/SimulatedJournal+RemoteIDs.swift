import Foundation
import VideoGeneration

extension SimulatedJournal {
    /// How long a claim holds whose work has not confirmed it, in seconds.
    private static let claimSeconds = 60.0
    /// The time to wait for a claim that another caller has not confirmed.
    private static let claimLimit = Duration.seconds(2)

    func owner(of remoteID: String, at endpoint: Endpoint) async throws(VideoError) -> VideoTask.ID? {
        try await access.read("read the index of the providers' IDs") { rows, _ in
            rows.owner(of: RemoteIDKey(remoteID, at: endpoint))
        }
    }

    func claim(_ remote: RemoteTask, for task: VideoTask) async -> VideoTask.ID? {
        guard !remote.id.isEmpty else { return nil }
        let key = RemoteIDKey(remote.id, at: task.provider.endpoint)
        let owner = try? await claim(key, for: task.id, seconds: nil)
        return owner == task.id ? nil : owner
    }

    func withClaim(
        of remoteID: String,
        for task: VideoTask,
        _ work: () async throws -> VideoTask
    ) async throws -> VideoTask {
        let key = RemoteIDKey(remoteID, at: task.provider.endpoint)
        guard let owner = try await claim(key, for: task.id, seconds: Self.claimSeconds) else {
            throw VideoError(.busy, "Another process uses the index of the providers' IDs.")
        }
        guard owner == task.id else { throw VideoError.claimed(remoteID, by: owner, for: task) }
        do {
            let value = try await work()
            _ = try? await claim(key, for: task.id, seconds: nil)
            return value
        } catch {
            _ = try? await access.transaction("release an ID") { rows, _ in
                rows.remotes.removeAll { $0.key == key.digits && $0.task == task.id && $0.until != nil }
            }
            throw error
        }
    }

    func completeClaims() async throws {}

    func keepClaims(of tasks: [VideoTask]) async throws {
        try await access.transaction("write the index of the providers' IDs") { rows, now in
            rows.keepRemotes(of: tasks, at: now)
        }
    }

    /// Claims an ID for a task.
    /// - Parameter seconds: how long an unconfirmed claim holds; nil to claim the ID forever.
    /// - Returns: the owner; nil if another task has an unconfirmed claim.
    private func claim(_ key: RemoteIDKey, for task: VideoTask.ID, seconds: Double?) async throws -> VideoTask.ID? {
        let limit = environment.clock.uptime + Self.claimLimit
        while true {
            let owner = try await access.transaction("write the index of the providers' IDs") { rows, now in
                rows.claim(key, for: task, until: seconds.map { now + $0 }, at: now)
            }
            if let owner { return owner }
            guard environment.clock.uptime < limit else { return nil }
            try await process.sleepUncancelled(for: .milliseconds(100))
        }
    }

    // MARK: - Endpoints

    func record(of endpoint: Endpoint) async -> EndpointRecord? {
        try? await access.read("read the record of an endpoint") { rows, _ in
            rows.endpoints.first { $0.endpoint == endpoint }
        }
    }

    func changeRecord(of endpoint: Endpoint, _ change: (inout EndpointRecord) -> Void) async throws {
        try await access.transaction("write the record of an endpoint") { rows, _ in
            let index = rows.endpoints.firstIndex { $0.endpoint == endpoint }
            if index == nil { rows.endpoints.append(EndpointRecord(endpoint: endpoint)) }
            change(&rows.endpoints[index ?? rows.endpoints.endIndex - 1])
        }
    }
}
