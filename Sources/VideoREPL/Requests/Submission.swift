import VideoGeneration
import VideoGenerationPostgres

/// A request that is ready to be submitted. Everything that can be checked without the provider has been checked.
struct Submission: Sendable {
    /// The provider or the route that the request goes to.
    private enum Target: Sendable {
        case provider(PreparedRequest)
        case route(RoutedRequest)
    }

    private let target: Target
    private let name: TaskName
    private let path: String
    /// Whether the path is that of the task with the label, which may exist or be in use.
    private let isOwnPath: Bool
    private let overwrite: Bool
    private let wait: Duration
    private let outputs: OutputSelection
    /// Shows a remark.
    private let note: @Sendable (String) -> Void

    /// Checks the request, its destination and its options.
    /// - Parameter task: the task to submit again, or nil for the request on the command line.
    init(_ invocation: Invocation, _ session: Session, again task: VideoTask? = nil) async throws {
        overwrite = invocation.has(.overwrite)
        wait = try session.wait(invocation)
        outputs = try invocation.outputs()
        note = { session.note($0, invocation) }
        // The route in use is for new requests. A repeated one goes to its own provider, unless the line says otherwise.
        let chosen = task == nil || invocation.has(.route) ? try await session.route(invocation) : nil
        if let chosen {
            target = .route(try await RoutedRequest(chosen, invocation, session, again: task))
        } else if let task {
            target = .provider(try await PreparedRequest(again: task, invocation, session))
        } else {
            target = .provider(try await PreparedRequest(invocation, session))
        }
        name = try await TaskName(invocation, Self.client(of: target), spelled: session.spelled)
        let output = invocation.filled(with: session.defaults)[.output]
        let own = name.place(for: output.map(session.folders.absolute))
        isOwnPath = own != nil
        path =
            try own
            ?? Destination(folders: session.folders, disk: session.disk, random: session.environment.random).path(
                output,
                prompt: Self.request(of: target).slugText,
                overwrite: overwrite,
                acceptsAny: invocation.has(.acceptAny)
            )
        if !isOwnPath {
            try client.checkDestination(path, replacing: overwrite)
            if !overwrite { try await Self.checkFree(path, session) }
        }
        switch target {
        case .provider(let prepared): session.tellNotice(of: prepared.choice, invocation)
        case .route(let routed): session.tellUnusable(of: routed.chosen, invocation)
        }
    }

    private static func client(of target: Target) -> VideoClient {
        switch target {
        case .provider(let prepared): prepared.client
        case .route(let routed): routed.client
        }
    }

    private static func request(of target: Target) -> VideoRequest {
        switch target {
        case .provider(let prepared): prepared.request
        case .route(let routed): routed.request
        }
    }

    private var client: VideoClient { Self.client(of: target) }

    /// The smallest amount that the task will cost; nil if it is not known, or depends on the candidate.
    var price: Money? {
        guard case .provider(let prepared) = target else { return nil }
        return prepared.estimate.least
    }

    /// Refuses a path that an unfinished task will write to. A second video would be paid for and find the path in use.
    private static func checkFree(_ path: String, _ session: Session) async throws {
        let place = try? PlannedPlaces.Place(path, on: session.disk)
        let other = try await session.journal().latest(500).first { task in
            guard task.holdsPlace, let destination = task.destination else { return false }
            // A folder can have several names.
            guard try destination == path || place == PlannedPlaces.Place(destination, on: session.disk) else {
                return false
            }
            return session.background.has(task.id) || !Simulation.made(task, session.readableDirectory())
        }
        guard let other else { return }
        let next = other.state == .intent ? "submit or cancel" : "resume"
        let command = other.state == .intent ? "resume --submit \(other.id)" : "resume \(other.id)"
        throw VideoError.usage(
            "\(other.id) is \(TaskDisplay(task: other).word), and its video will be saved to "
                + "\(other.destination ?? path).",
            "Nothing was sent. Give another --output, or \(next) that task: \(session.spelled(command))"
        )
    }

    /// Submits the request without waiting for the video.
    /// - Throws: ``VideoError``, or `CancellationError` if the caller is cancelled.
    func submit(_ observe: @escaping VideoObserver) async throws -> VideoTask {
        try await tellingUnsent {
            guard !overwrite, !isOwnPath else { return try await send(observe) }
            return try await client.reserving(path) { try await send(observe) }
        }
    }

    /// Creates the task in a journal whose workers submit it.
    func enqueue(in journal: PostgresJournal) async throws -> VideoTask {
        let client = client.using(journal)
        switch target {
        case .provider(let prepared):
            return try await client.enqueue(
                prepared.request,
                using: prepared.choice.entry.id,
                savingTo: path,
                replacing: overwrite,
                label: name.label,
                again: name.buysAgain,
                priority: name.priority
            )
        case .route(let routed):
            return try await client.enqueue(
                routed.request,
                using: routed.route,
                savingTo: path,
                replacing: overwrite,
                label: name.label,
                again: name.buysAgain,
                priority: name.priority
            )
        }
    }

    private func send(_ observe: @escaping VideoObserver) async throws -> VideoTask {
        switch target {
        case .provider(let prepared):
            try await client.submit(
                prepared.request,
                using: prepared.choice.entry.id,
                savingTo: path,
                replacing: overwrite,
                label: name.label,
                again: name.buysAgain,
                priority: name.priority,
                observe: prepared.unseen(observe)
            )
        case .route(let routed):
            try await client.submit(
                routed.request,
                using: routed.route,
                savingTo: path,
                replacing: overwrite,
                label: name.label,
                again: name.buysAgain,
                priority: name.priority,
                observe: observe
            )
        }
    }

    /// Submits the request, waits for the provider, and downloads the video.
    /// - Throws: ``VideoError``, or `CancellationError` if the caller is cancelled.
    func generate(_ observe: @escaping VideoObserver) async throws -> VideoTask {
        try await tellingUnsent {
            switch target {
            case .provider(let prepared):
                try await client.generate(
                    prepared.request,
                    using: prepared.choice.entry.id,
                    savingTo: path,
                    replacing: overwrite,
                    label: name.label,
                    again: name.buysAgain,
                    priority: name.priority,
                    outputs: outputs,
                    wait: .atMost(wait),
                    observe: prepared.unseen(observe)
                )
            case .route(let routed):
                try await client.generate(
                    routed.request,
                    using: routed.route,
                    savingTo: path,
                    replacing: overwrite,
                    label: name.label,
                    again: name.buysAgain,
                    priority: name.priority,
                    outputs: outputs,
                    wait: .atMost(wait),
                    observe: observe
                )
            }
        }
    }

    /// Runs a submission, and says if it returned the task that already has the label.
    private func tellingUnsent(_ work: () async throws -> VideoTask) async throws -> VideoTask {
        do {
            let task = try await work()
            if let sentence = name.sentence(about: task) { note(sentence) }
            return task
        } catch {
            // The error of another request under the label says so itself.
            if (error as? VideoError)?.code != .labelInUse, let label = name.label,
                let task = try? await client.task(labeled: label), let sentence = name.sentence(about: task)
            {
                note(sentence)
            }
            throw error
        }
    }
}

extension PreparedRequest {
    /// Returns an observer without the warning that was shown before the request was sent.
    fileprivate func unseen(_ observe: @escaping VideoObserver) -> VideoObserver {
        { [seen = retirement] progress in
            if case .warning(_, let text) = progress, text == seen { return }
            observe(progress)
        }
    }
}

extension Duration {
    /// The default time to wait for a video: 20 minutes, longer than the slowest model of the dialects takes.
    static let defaultWait = Duration.seconds(20 * 60)
}
