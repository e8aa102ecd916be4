import Foundation
import VideoGeneration

@testable import VideoGenerationPostgres

extension SimulatedJournal {
    func grant(_ request: GrantRequest) async throws -> GrantDecision {
        let decision = try await access.transaction("keep the record of \(request.account.endpoint.baseURL)") {
            rows,
            now in
            if case .held(let time) = access.gate(&rows, now) { return GrantDecision.later(time, .holdOff) }
            return AccountBooks(request.account, at: now, mutant).decide(request, in: &rows)
        }
        process.world.note("\(process.name) asks to send \(request.task): \(decision)", 5)
        if case .later(_, .perMinute) = decision { process.world.count("full minute") }
        if case .later(_, .inFlight) = decision { process.world.count("full provider") }
        if case .later(_, .order) = decision { process.world.count("order") }
        if case .later(_, .holdOff) = decision { process.world.count("hold-off") }
        return decision
    }

    /// Returns the time for which nothing is sent after a change of the server; nil if requests may be sent.
    func holdOff() async throws -> Duration? {
        try await access.optionalTransaction("read the state of the server") { rows, now in
            if case .held(let time) = access.gate(&rows, now) { time } else { nil as Duration? }
        }
    }

    func inFlight(_ account: Account, model: String?) async throws -> Int {
        try await access.read("read the record of \(account.endpoint.baseURL)") { rows, now in
            AccountBooks(account, at: now, mutant).inFlight(in: rows, of: .model(model), besides: nil)
        }
    }
}

/// The limits of one account in a transaction.
private struct AccountBooks {
    /// The tasks that a limit counts.
    enum Scope {
        case account
        case model(String?)

        func covers(_ model: String?) -> Bool {
            if case .model(let own) = self { own == model } else { true }
        }
    }

    private let account: Account
    private let name: String
    private let now: Date
    private let mutant: FleetMutant?

    init(_ account: Account, at now: Date, _ mutant: FleetMutant?) {
        self.account = account
        self.now = now
        self.mutant = mutant
        name = account.fileName
    }

    func decide(_ request: GrantRequest, in rows: inout DatabaseRows) -> GrantDecision {
        rows.grants.removeAll { $0.account == name && $0.at < now - 60 }
        let obstacle = isOvertaking(request, in: rows) ? (.zero, .order) : self.obstacle(request, in: rows)
        rows.waiting.removeAll {
            $0.account == name
                && ($0.process == request.process && $0.model == request.model || $0.until < now
                    || $0.until > now + WaitingHead.lease)
        }
        if let place = obstacle == nil ? request.next : request.place {
            rows.waiting.append(
                .init(
                    account: name,
                    process: request.process,
                    model: request.model,
                    place: place,
                    until: now + WaitingHead.lease
                )
            )
        }
        if let (pause, reason) = obstacle, mutant != .claimsWithoutGate { return .later(pause, reason) }
        rows.grants.append(.init(account: name, task: request.task, model: request.model, at: now))
        if mutant == .countsInFlight { rows.counted[account.endpoint.plainAddress, default: 0] += 1 }
        return .granted(Grant(at: now))
    }

    /// Returns whether a task of another process that waits for the same model comes first.
    private func isOvertaking(_ request: GrantRequest, in rows: DatabaseRows) -> Bool {
        rows.waiting.contains {
            $0.account == name && $0.model == request.model && $0.process != request.process && $0.until > now
                && $0.until <= now + WaitingHead.lease
                && (-$0.place.priority, $0.place.number) < (-request.place.priority, request.place.number)
        }
    }

    /// Returns why a task has to wait, and for how long; nil if it may be sent.
    private func obstacle(_ request: GrantRequest, in rows: DatabaseRows) -> (Duration, GrantObstacle)? {
        let own = request.limits.models[request.model ?? ""]
        let scopes: [(SubmitLimits, Scope)] =
            [(request.limits, .account)] + (own.map { [($0, .model(request.model))] } ?? [])
        for (limits, scope) in scopes {
            if let limit = limits.inFlight, inFlight(in: rows, of: scope, besides: request.task) >= limit {
                return (.zero, .inFlight(limit))
            }
            guard let limit = limits.perMinute else { continue }
            guard limit > 0 else { return (.seconds(60), .perMinute(limit)) }
            let recent = rows.grants.filter {
                $0.account == name && $0.at > now - 60 && scope.covers($0.model)
            }.map(\.at).sorted()
            if recent.count >= limit {
                let left = recent[recent.count - limit].addingTimeInterval(60).timeIntervalSince(now)
                return (.seconds(max(left, 0.01)), .perMinute(limit))
            }
        }
        return nil
    }

    /// Returns the number of tasks that the provider may be working on.
    func inFlight(in rows: DatabaseRows, of scope: Scope, besides task: VideoTask.ID?) -> Int {
        if mutant == .countsInFlight { return rows.counted[account.endpoint.plainAddress, default: 0] }
        let sent = rows.records.filter {
            $0.task.provider.endpoint == account.endpoint && $0.task.provider.dialect == account.dialect
                && $0.task.keyFingerprint ?? account.fingerprint == account.fingerprint
                && scope.covers($0.task.request.model) && isInFlight($0)
        }
        let granted = rows.grants.filter {
            $0.account == name && scope.covers($0.model) && $0.at >= now - Grant.lifetime.seconds
                && rows[$0.task]?.task.state == .intent
        }
        return Set(sent.map(\.task.id) + granted.map(\.task)).subtracting([task].compactMap(\.self)).count
    }

    private func isInFlight(_ record: DatabaseRows.Record) -> Bool {
        let age = now.timeIntervalSince(record.task.submittedAt ?? record.task.createdAt)
        return switch record.task.state {
        case .submitting: record.isLeased(at: now) || age < 20 * 60
        case .outcomeUnknown: age < 20 * 60
        case .queued, .running: age < 48 * 3600
        default: false
        }
    }
}
