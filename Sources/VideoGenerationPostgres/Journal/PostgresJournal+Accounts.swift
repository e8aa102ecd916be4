package import VideoGeneration
import VideoPlatform

extension PostgresJournal {
    package func grant(_ request: GrantRequest) async throws -> GrantDecision {
        try await transaction("keep the record of \(request.account.endpoint.baseURL)") { connection -> GrantDecision in
            if case .held(let time) = try connection.serverGate() { return .later(time, .holdOff) }
            return try AccountBooks(connection, request.account).decide(request)
        }
    }

    package func inFlight(_ account: Account, model: String?) async throws -> Int {
        try await read("read the record of \(account.endpoint.baseURL)") { connection in
            try AccountBooks(connection, account).inFlight(of: .model(model), besides: nil)
        }
    }
}

/// The limits of one account in a transaction.
///
/// The tasks in flight are derived from the tasks themselves, so that a process that ends leaves no count behind. Only
/// the grants of the last minute, and the tasks that wait, have rows of their own.
private struct AccountBooks {
    /// The tasks that a limit counts.
    enum Scope {
        case account
        case model(String?)
    }

    private let connection: PostgresConnection
    private let account: Account

    init(_ connection: PostgresConnection, _ account: Account) {
        self.connection = connection
        self.account = account
    }

    func decide(_ request: GrantRequest) throws -> GrantDecision {
        // One decision for an account at a time.
        try connection.execute("select pg_advisory_xact_lock(hashtextextended($1, 0))", [account.fileName])
        try connection.execute(
            "delete from video_grant where account = $1 and at < video_now() - interval '1 minute'",
            [account.fileName]
        )
        let obstacle: (Duration, GrantObstacle)? =
            try isOvertaking(request) ? (.zero, .order) : try self.obstacle(request)
        try connection.execute(
            """
            delete from video_waiting where account = $1 and (
                process = $2 and model is not distinct from $3
                or until < video_now() or until > video_now() + interval '\(WaitingHead.lease) seconds')
            """,
            [account.fileName, "\(request.process)", request.model]
        )
        // The next task takes the place in the same step, so that no younger task of another process comes first.
        if let place = obstacle == nil ? request.next : request.place { try wait(at: place, request) }
        if let (pause, reason) = obstacle { return .later(pause, reason) }
        let at = try connection.execute(
            """
            insert into video_grant (account, task_id, model, at) values ($1, $2, $3, video_now())
            returning extract(epoch from at)
            """,
            [account.fileName, request.task.rawValue, request.model]
        ).value
        return .granted(Grant(at: Date(timeIntervalSince1970: at.flatMap(Double.init) ?? 0)))
    }

    private func wait(at place: WaitingPlace, _ request: GrantRequest) throws {
        try connection.execute(
            """
            insert into video_waiting (account, process, model, priority, number, until)
            values ($1, $2, $3, $4::integer, $5::bigint, video_now() + interval '\(WaitingHead.lease) seconds')
            """,
            [account.fileName, "\(request.process)", request.model, "\(place.priority)", "\(place.number)"]
        )
    }

    /// Returns whether a task of another process that waits for the same model comes first. The database gives the
    /// numbers, so that they are in one order for all machines. A task that was sent meanwhile does not wait any more.
    private func isOvertaking(_ request: GrantRequest) throws -> Bool {
        try connection.execute(
            """
            select 1 from video_waiting where account = $1 and model is not distinct from $2 and process <> $3
                and until > video_now() and until <= video_now() + interval '\(WaitingHead.lease) seconds'
                and (-priority, number) < (-$4::integer, $5::bigint)
                and exists (select 1 from video_task as task where task.number = video_waiting.number and state = 'intent')
            limit 1
            """,
            [
                account.fileName, request.model, "\(request.process)", "\(request.place.priority)",
                "\(request.place.number)",
            ]
        ).value != nil
    }

    /// Returns why a task has to wait, and for how long; nil if it may be sent.
    private func obstacle(_ request: GrantRequest) throws -> (Duration, GrantObstacle)? {
        let own = request.limits.models[request.model ?? ""]
        let scopes: [(SubmitLimits, Scope)] =
            [(request.limits, .account)] + (own.map { [($0, .model(request.model))] } ?? [])
        for (limits, scope) in scopes {
            if let limit = limits.inFlight, try inFlight(of: scope, besides: request.task) >= limit {
                return (.zero, .inFlight(limit))
            }
            if let limit = limits.perMinute {
                guard limit > 0 else { return (.seconds(60), .perMinute(limit)) }
                if let pause = try pause(limit, scope) { return (pause, .perMinute(limit)) }
            }
        }
        return nil
    }

    /// Returns the time until the minute has room again; nil if it has.
    private func pause(_ limit: Int, _ scope: Scope) throws -> Duration? {
        let (condition, model) = Self.condition(scope, column: "model", parameter: "$2")
        let left = try connection.execute(
            """
            select extract(epoch from at + interval '1 minute' - video_now()) from video_grant
            where account = $1 and at > video_now() - interval '1 minute' and \(condition)
            order by at desc offset \(limit - 1) limit 1
            """,
            [account.fileName, model]
        ).value
        return left.flatMap(Double.init).map { .seconds(max($0, 0.01)) }
    }

    /// Returns the number of tasks that the provider may be working on.
    ///
    /// One with an unknown outcome has ended after 20 minutes, which is longer than the slowest model takes. One that no
    /// process polls any more has ended after 48 hours: no provider keeps a task for longer (Seedance). The owner of a
    /// grant has two seconds to record that it sends the task.
    func inFlight(of scope: Scope, besides task: VideoTask.ID?) throws -> Int {
        let (sent, model) = Self.condition(scope, column: "model", parameter: "$6")
        let (granted, _) = Self.condition(scope, column: "video_grant.model", parameter: "$6")
        let count = try connection.execute(
            """
            select count(*) from (
                select id from video_task
                where endpoint = $1 and dialect = $2 and coalesce(key_fingerprint, $3) = $3 and \(sent) and (
                    state = 'submitting' and lease_until > video_now()
                    or state in ('submitting', 'outcomeUnknown')
                        and coalesce(submitted_at, created_at) > video_now() - interval '20 minutes'
                    or state in ('queued', 'running')
                        and coalesce(submitted_at, created_at) > video_now() - interval '48 hours')
                union
                select task_id from video_grant join video_task on id = task_id
                where account = $4 and state = 'intent' and \(granted)
                    and at >= video_now() - interval '\(Grant.lifetime.components.seconds) seconds'
            ) as busy where id is distinct from $5
            """,
            [
                account.endpoint.plainAddress, account.dialect, account.fingerprint, account.fileName, task?.rawValue,
                model,
            ]
        ).value
        return count.flatMap { Int($0) } ?? 0
    }

    /// Returns the condition for a scope, and the value of its parameter.
    private static func condition(_ scope: Scope, column: String, parameter: String) -> (String, String?) {
        switch scope {
        case .account: ("(\(parameter)::text is null or true)", nil)
        case .model(let model): ("\(column) is not distinct from \(parameter)::text", model)
        }
    }
}
