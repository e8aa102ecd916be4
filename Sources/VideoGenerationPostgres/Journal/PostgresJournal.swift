public import VideoGeneration
import VideoPlatform

/// A journal in a PostgreSQL database, shared by any number of machines.
///
/// The database needs the tables that ``migrate(_:)`` creates. A task is reserved by a lease in its row, whose time is
/// the database's, and every write names the lease under which it is made.
///
/// ```swift
/// let journal = try await PostgresJournal("postgres://app@db.example.com/videos", folder: "/var/lib/app/videos")
/// let client = VideoClient(providers: [provider], journal: journal)
/// ```
public final class PostgresJournal: FleetJournal {
    package let environment: EngineEnvironment
    package let partsFolder: String
    package let shared = SharedValues()
    let pool: PostgresPool
    let leases: LeaseKeeper
    let leaseTimes: LeaseTimes
    let claims = HeldClaims()
    let recovery = RecoveryTime()
    let listener: HintListener?
    let notifier: HintSender
    let departures: Departures
    let spool: Spool
    /// The database's own ID, which a restored copy shares.
    let database: String
    /// The name of this process in the leases.
    let process: String

    /// Opens a journal.
    /// - Parameters:
    ///   - connection: the connection string, as libpq reads it: a URI, or a list of settings.
    ///   - folder: the folder for unfinished downloads, and for the IDs of videos that were bought while the database is
    ///     away. It is on a local file system that outlives the process, and is created if there is none.
    ///   - environment: the disk, clock and random numbers to use. A client also takes its transport from it.
    /// - Throws: `VideoError` with code `configurationInvalid` if the connection string cannot be read, or
    ///   `storageFailed` if libpq is missing, the database refuses the connection, has no journal of this version, or
    ///   the folder cannot be used.
    public convenience init(
        _ connection: String,
        folder: String,
        environment: EngineEnvironment = EngineEnvironment()
    ) async throws(VideoError) {
        try await self.init(connection, folder: folder, environment: environment, leases: LeaseTimes())
    }

    /// Opens a journal with leases of other lengths, for tests.
    /// - Parameters:
    ///   - listens: whether the process receives notifications of new tasks.
    ///   - isMoving: whether the journal may have been moved out of the database, to complete the move.
    package init(
        _ connection: String,
        folder: String,
        environment: EngineEnvironment,
        leases times: LeaseTimes = LeaseTimes(),
        listens: Bool = true,
        isMoving: Bool = false
    ) async throws(VideoError) {
        let disk = environment.disk
        self.environment = environment
        partsFolder = folder + "/parts"
        let address = try PostgresAddress(connection)
        pool = PostgresPool(address)
        leases = LeaseKeeper(pool: pool, environment: environment, times: times)
        leaseTimes = times
        listener = listens ? HintListener(address) : nil
        notifier = HintSender(pool, disk)
        departures = shared.value { Departures() }
        let bits = [environment.random.next(), environment.random.next()].map { number in
            let digits = String(number, radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }
        process = bits.joined()
        do {
            try disk.makePrivateFolder(folder, mayBeLink: true)
            try disk.makePrivateFolder(partsFolder)
            spool = try Spool(folder + "/spool", environment)
        } catch {
            throw error as? VideoError
                ?? VideoError(.storageFailed, "The folder \(folder) for downloads cannot be used: \(error).")
        }
        let pool = pool
        database = try await disk.withDiskExecutor { () throws(VideoError) in
            try PostgresSchema.check(pool, mayBeMoved: isMoving)
            return try pool.read("read the journal's ID") {
                try $0.execute("select database from video_schema").value ?? ""
            }
        }
        // An entry that cannot be recorded now keeps everything from being sent, and is tried again then.
        if !isMoving {
            try await noteServer()
            _ = try? await replaySpool()
        }
    }

    /// Creates the tables of a journal, or brings them to the version that this program needs.
    /// - Parameter connection: the connection string of a user who may create tables.
    /// - Throws: `VideoError` with code `configurationInvalid` or `storageFailed`, also if the tables were made by a
    ///   newer version.
    public static func migrate(_ connection: String) async throws(VideoError) {
        let pool = PostgresPool(try PostgresAddress(connection))
        try await EngineEnvironment().disk.withDiskExecutor { () throws(VideoError) in
            try PostgresSchema.migrate(pool)
        }
    }

    /// Runs statements on the threads of the disk, which may wait. They are repeated while the database is away.
    func read<Value>(_ action: String, _ work: (PostgresConnection) throws -> Value) async throws(VideoError) -> Value {
        try await ridingOut { () async throws(VideoError) in
            try await environment.disk.withDiskExecutor { () throws(VideoError) in try pool.read(action, work) }
        }
    }

    /// Runs a transaction on the threads of the disk; see ``PostgresPool/transaction(_:isDone:_:)``.
    func transaction<Value>(
        _ action: String,
        isDone: ((PostgresConnection, Value) throws -> Bool)? = nil,
        _ work: (PostgresConnection) throws -> Value
    ) async throws(VideoError) -> Value {
        try await ridingOut { () async throws(VideoError) in
            try await environment.disk.withDiskExecutor { () throws(VideoError) in
                try pool.transaction(action, isDone: isDone, work)
            }
        }
    }

    /// Ends a lease, so that another process can take the task. A claim goes on.
    func giveBack(_ lease: TaskLease) async {
        try? await environment.disk.withDiskExecutor {
            // Without it, the lease runs out.
            _ = try pool.read("give a task back") { connection in
                try connection.execute(
                    """
                    update video_task set lease_owner = null, lease_until = null
                    where id = $1 and lease_token = $2::bigint and lease_until is not null
                    """,
                    [lease.id.rawValue, "\(lease.token)"]
                )
            }
        }
    }
}

extension VideoClient {
    /// Creates a client of a journal in a database.
    /// - Parameters:
    ///   - providers: the providers, each with its own ID.
    ///   - journal: the journal that records every task. Its environment is also that of the client.
    ///   - settings: the limits and delays.
    public convenience init(providers: [any VideoGenerating], journal: PostgresJournal, settings: Settings = Settings())
    {
        self.init(providers: providers, journal: journal, environment: journal.environment, settings: settings)
    }
}
