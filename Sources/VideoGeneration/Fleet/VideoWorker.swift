/// Works on the tasks of a journal that many processes share: it submits those that wait, polls those that run, and
/// stores the videos of those that have a destination.
///
/// Any number of workers can run on any number of machines. Each task is worked on by one of them at a time, and another
/// one takes over the tasks of a worker that ended.
///
/// ```swift
/// let journal = try await PostgresJournal("postgres://app@db.example.com/videos", folder: "/var/lib/app/videos")
/// let client = VideoClient(providers: [provider], journal: journal)
/// try await VideoWorker(client: client).run()
/// ```
public final class VideoWorker: Sendable {
    private let client: VideoClient
    private let journal: any FleetJournal
    private let concurrency: Int
    private let observe: VideoObserver?
    private let report: @Sendable (VideoError) -> Void

    /// Creates a worker.
    /// - Parameters:
    ///   - client: a client of a journal in a database, with the providers whose tasks the worker takes. Its budget and
    ///     its limits apply.
    ///   - concurrency: the number of submits, and of downloads, at the same time. Up to 64 polls are made beside them.
    ///   - observe: receives the events of all tasks that this worker works on.
    /// - Throws: ``VideoError`` with code `configurationInvalid` if the client's journal is a folder, whose tasks belong
    ///   to the processes of one machine.
    public convenience init(client: VideoClient, concurrency: Int = 8, observe: VideoObserver? = nil)
        throws(VideoError)
    {
        try self.init(client: client, concurrency: concurrency, observe: observe) { _ in }
    }

    /// Creates a worker.
    /// - Parameter report: receives the errors of the journal, after which the worker goes on.
    package init(
        client: VideoClient,
        concurrency: Int,
        observe: VideoObserver?,
        report: @escaping @Sendable (VideoError) -> Void
    ) throws(VideoError) {
        guard let journal = client.journal as? any FleetJournal else {
            throw VideoError(
                .configurationInvalid,
                "A worker needs a journal in a database, and this client's journal is a folder.",
                advice: "Open the client with a PostgresJournal."
            )
        }
        self.client = client
        self.journal = journal
        self.concurrency = min(max(concurrency, 1), ClaimRequest.most)
        self.observe = observe
        self.report = report
    }

    /// Works until the caller is cancelled.
    ///
    /// It then claims nothing more, waits for the answers to the requests that were sent, because a purchase cannot be
    /// taken back, keeps what its downloads have received, and returns once other workers can take its tasks. Errors of
    /// tasks are in the journal. While the database cannot be reached, it tries again.
    /// - Throws: ``VideoError`` with code `storageFailed` if the journal cannot be used at the start.
    public func run() async throws(VideoError) {
        let run = FleetRun(
            client: client,
            journal: journal,
            concurrency: concurrency,
            observe: observe,
            report: report
        )
        // The work of this task is not cancelled, because a purchase in flight has to be recorded.
        let work = Task { () async -> VideoError? in
            do throws(VideoError) {
                try await run.run()
                return nil
            } catch { return error }
        }
        let failure = await withTaskCancellationHandler {
            await work.value
        } onCancel: {
            run.stop()
        }
        if let failure { throw failure }
    }
}
