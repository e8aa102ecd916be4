import VideoGeneration
import VideoPlatform

/// The statement that claims tasks.
struct ClaimStatement {
    /// The columns of a claim besides those of a row.
    static let ownColumnCount = 3
    static let columnCount = TaskRow.columnCount + ownColumnCount

    let sql: String
    private let request: ClaimRequest

    init(_ request: ClaimRequest, seconds: Int) {
        self.request = request
        let room = { (work: FleetWork) in min(max(request.room[work] ?? 0, 0), ClaimRequest.most) }
        let free = """
            due_at <= video_now() and (lease_until is null or lease_until <= video_now()) and id <> all($4::text[])
            """
        // A random order of providers and lanes lets none of them take all the room for long.
        let own = "select * from unnest($1::text[], $2::text[]) as own (provider, origin) order by random()"
        let ready = { (work: FleetWork) in
            """
            select found.id from (\(own)) as own cross join lateral (
                select id from video_task as task where work = '\(work.rawValue)' and task.provider = own.provider
                    and starts_with(task.endpoint, own.origin) and \(free)
                order by due_at limit \(room(work)) for update skip locked
            ) as found limit \(room(work))
            """
        }
        // The lanes are found by the index, one step each, and only the first tasks of each are looked at.
        sql = """
            with recursive lanes (lane) as (
                (select lane from video_task where work = 'submit' and not (select video_is_held())
                order by lane limit \(min(room(.submit), 1)))
                union all
                select (select lane from video_task where work = 'submit' and lane > lanes.lane order by lane limit 1)
                from lanes where lane is not null
            ), waiting as materialized (
                select found.id from (
                    select lane, provider, origin from lanes join unnest($1::text[], $2::text[]) as own (provider, origin)
                        on split_part(lane, chr(9), 1) = provider
                    where lane <> all($5::text[]) order by random()
                ) as open cross join lateral (
                    select id from video_task as task where work = 'submit' and task.lane = open.lane
                        and starts_with(task.endpoint, open.origin) and \(free)
                    order by priority desc, number limit \(room(.submit)) for update skip locked
                ) as found limit \(room(.submit))
            ), polls as materialized (\(ready(.poll))), downloads as materialized (\(ready(.download))), due as (
                select id from waiting union all select id from polls union all select id from downloads
            )
            update video_task set lease_owner = $3::uuid, lease_token = lease_token + 1,
                lease_until = video_now() + interval '\(seconds) seconds',
                deaths = deaths + case when lease_owner is null then 0 else 1 end
            from due where video_task.id = due.id
            returning \(TaskRow.columns(of: "video_task")), polling, deaths, work
            """
    }

    func values(process: String, held: some Sequence<VideoTask.ID>) -> [String?] {
        [
            SQLArray.text(request.providers.map(\.id)),
            SQLArray.text(request.providers.map { "\($0.endpoint.origin)" }), process,
            SQLArray.text(held.map(\.rawValue)), SQLArray.text(request.closed.map(\.text)),
        ]
    }

    /// Creates a claim.
    /// - Parameter own: the columns besides those of the row.
    static func claim(_ row: TaskRow, _ own: ArraySlice<String?>) -> TaskClaim {
        let own = Array(own)
        return TaskClaim(
            row.task,
            for: own[2].flatMap(FleetWork.init(rawValue:)) ?? .poll,
            token: row.token,
            // One that a newer version wrote is begun again.
            memory: own[0].flatMap { try? JournalFormat.value(PollMemory.self, in: $0.utf8) },
            deaths: own[1].flatMap { Int($0) } ?? 0,
            claimedAt: row.now
        )
    }
}

extension FleetLane {
    /// The lane as the column of that name has it.
    fileprivate var text: String { "\(provider)\t\(model ?? "")\t\(isRouted ? "routed" : "")" }
}
