import Foundation
import VideoGeneration

/// The grants of one process, for a mutant that counts no others.
///
/// `@unchecked` because it belongs to one thread; see ``World``.
final class OwnGrants: @unchecked Sendable {
    private var grants: [(request: GrantRequest, at: Date)] = []

    func note(_ request: GrantRequest, at now: Date) { grants.append((request, now)) }

    /// Returns why a task has to wait, as far as this process knows.
    func obstacle(_ request: GrantRequest, in journal: FileJournal) throws -> GrantObstacle? {
        let own = grants.filter { $0.request.account == request.account }
        let scopes = [request.limits] + [request.limits.models[request.model ?? ""]].compactMap(\.self)
        let now = journal.environment.clock.now
        for scope in scopes {
            if let limit = scope.perMinute, own.count(where: { now.timeIntervalSince($0.at) < 60 }) >= limit {
                return .perMinute(limit)
            }
            guard let limit = scope.inFlight else { continue }
            let others = Set(own.map(\.request.task)).subtracting([request.task]).sorted { $0.number < $1.number }
            let states = try others.map { try journal.task($0)?.state }
            let live = states.count { [.submitting, .outcomeUnknown, .queued, .running].contains($0) }
            if live >= limit { return .inFlight(limit) }
        }
        return nil
    }
}
