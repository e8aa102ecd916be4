import VideoGeneration

/// A request that is ready to be submitted. Everything that can be checked without the provider has been checked.
struct Submission: Sendable {
    let prepared: PreparedRequest
    private let path: String
    private let overwrite: Bool
    private let wait: Duration
    private let outputs: OutputSelection

    /// Checks the request, its destination and its options.
    /// - Parameter task: the task to submit again, or nil for the request on the command line.
    init(_ invocation: Invocation, _ session: Session, again task: VideoTask? = nil) async throws {
        overwrite = invocation.has(.overwrite)
        wait = try session.wait(invocation)
        outputs = try invocation.outputs()
        if let task {
            prepared = try await PreparedRequest(again: task, invocation, session)
        } else {
            prepared = try await PreparedRequest(invocation, session)
        }
        path = try Destination(folders: session.folders, disk: session.disk, random: session.environment.random).path(
            invocation.filled(with: session.defaults)[.output],
            prompt: prepared.request.slugText,
            overwrite: overwrite,
            acceptsAny: invocation.has(.acceptAny)
        )
        try prepared.client.checkDestination(path, replacing: overwrite)
        if !overwrite { try Self.checkFree(path, session) }
        session.tellNotice(of: prepared.choice, invocation)
    }

    /// Refuses a path that an unfinished task will write to. A second video would be paid for and find the path in use.
    private static func checkFree(_ path: String, _ session: Session) throws {
        let place = try? PlannedPlaces.Place(path, on: session.disk)
        let other = try session.journal().latest(500).first { task in
            guard task.holdsPlace, let destination = task.destination else { return false }
            // A folder can have several names.
            guard try destination == path || place == PlannedPlaces.Place(destination, on: session.disk) else {
                return false
            }
            return session.background.has(task.id) || !Simulation.made(task, session.readableDirectory())
        }
        guard let other else { return }
        throw VideoError.usage(
            "\(other.id) is \(other.state), and its video will be saved to \(other.destination ?? path).",
            "Nothing was sent. Give another --output, or resume that task: \(session.spelled("resume \(other.id)"))"
        )
    }

    /// Submits the request without waiting for the video.
    /// - Throws: ``VideoError``, or `CancellationError` if the caller is cancelled.
    func submit(_ observe: @escaping VideoObserver) async throws -> VideoTask {
        guard !overwrite else { return try await send(observe) }
        return try await prepared.client.reserving(path) { try await send(observe) }
    }

    private func send(_ observe: @escaping VideoObserver) async throws -> VideoTask {
        try await prepared.client.submit(
            prepared.request,
            using: prepared.choice.entry.id,
            savingTo: path,
            replacing: overwrite,
            observe: unseen(observe)
        )
    }

    /// Returns an observer without the warning that was shown before the request was sent.
    private func unseen(_ observe: @escaping VideoObserver) -> VideoObserver {
        { [seen = prepared.retirement] progress in
            if case .warning(_, let text) = progress, text == seen { return }
            observe(progress)
        }
    }

    /// Submits the request, waits for the provider, and downloads the video.
    /// - Throws: ``VideoError``, or `CancellationError` if the caller is cancelled.
    func generate(_ observe: @escaping VideoObserver) async throws -> VideoTask {
        try await prepared.client.generate(
            prepared.request,
            using: prepared.choice.entry.id,
            savingTo: path,
            replacing: overwrite,
            outputs: outputs,
            wait: .atMost(wait),
            observe: unseen(observe)
        )
    }
}

extension Duration {
    /// The default time to wait for a video: 20 minutes, longer than the slowest model of the dialects takes.
    static let defaultWait = Duration.seconds(20 * 60)
}
