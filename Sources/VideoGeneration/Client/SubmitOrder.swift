import VideoPlatform

/// A request with everything that the caller wants to be done with it.
final class SubmitOrder: Sendable {
    let request: VideoRequest
    /// The candidates. There is one if the caller named a provider.
    let route: Route
    /// Whether the caller gave a route. If not, the errors of the only candidate are those of the submit.
    let isRouted: Bool
    let destination: String?
    let replacesFile: Bool
    let label: TaskLabel?
    /// The fingerprint of the request.
    let digest: String
    /// Whether a label may buy another video after a bought one failed.
    let again: Bool
    let priority: Int

    /// Creates an order for the candidates of a route.
    /// - Parameter loaded: the request with the bytes of its files.
    /// - Throws: ``VideoError`` with code `invalidRequest` if the label is not usable.
    init(
        _ request: VideoRequest,
        _ loaded: LoadedRequest,
        _ route: Route,
        isRouted: Bool,
        savingTo destination: String?,
        replacing: Bool,
        label: String?,
        again: Bool,
        priority: Int
    ) throws(VideoError) {
        self.request = request
        self.route = route
        self.isRouted = isRouted
        self.destination = destination
        replacesFile = replacing
        self.label = if let label { try TaskLabel(label) } else { nil }
        self.again = again
        self.priority = priority
        digest = try loaded.request.digest()
    }

    /// Creates the order of a task that waits in the journal.
    init(waiting task: VideoTask) {
        request = task.originalRequest
        route = task.route ?? Route(over: [.init(task.provider.id, model: task.request.model)])
        isRouted = task.route != nil
        destination = task.destination
        replacesFile = task.replacesFile
        label = nil
        digest = task.digest ?? ""
        again = false
        priority = task.priority
    }

    /// Returns the candidate's request as it is kept, with the caller's own inputs in place of the bytes that are sent.
    func kept(_ candidate: RouteCandidate) -> VideoRequest {
        var kept = candidate.request
        kept.firstFrame = request.firstFrame
        kept.lastFrame = request.lastFrame
        kept.references = request.references
        return kept
    }

    /// Creates the task of the order, whose first attempt would be made with a candidate.
    func task(_ id: VideoTask.ID, _ candidate: RouteCandidate, at now: Date) -> VideoTask {
        var task = VideoTask(
            id: id,
            provider: candidate.provider.info.reference,
            request: isRouted ? request : kept(candidate),
            createdAt: now,
            destination: destination,
            label: label?.text,
            digest: digest,
            route: isRouted ? route : nil,
            priority: priority
        )
        task.cost = candidate.estimate.total
        task.orderedSeconds = candidate.estimate.seconds
        task.replacesFile = replacesFile
        return task
    }

    /// Changes a task that is about to be sent to a candidate.
    func enter(_ task: inout VideoTask, _ candidate: RouteCandidate) {
        let provider = candidate.provider.info.reference
        let kept = kept(candidate)
        if task.provider != provider || task.request != kept {
            task.choice = VideoTask.AttemptChoice(provider: provider, request: kept, route: task.choice?.route)
        }
        task.cost = candidate.estimate.total
        task.orderedSeconds = candidate.estimate.seconds
        task.keyFingerprint = candidate.lane.account.fingerprint
        task.state = .submitting
        task.submits += 1
    }

    /// Returns a task to the intent for another attempt, with this order's route and destination.
    func beginAgain(_ task: inout VideoTask) {
        task.endSubmission()
        // The route is kept, so that another process can continue.
        task.choice = VideoTask.AttemptChoice(provider: task.provider, request: task.originalRequest, route: route)
        if let destination { (task.destination, task.replacesFile) = (destination, replacesFile) }
    }

    /// Whether a provider and a model still may get the request of a task.
    ///
    /// A candidate is out after a refusal that would be repeated, and after it accepted the task and failed, as long as
    /// the route has another one.
    func isOpen(_ candidate: RouteCandidate, for task: VideoTask) -> Bool {
        !task.earlierAttempts.dropFirst(task.submissionStart).contains { attempt in
            attempt.provider == candidate.provider.info.reference && attempt.model == candidate.request.model
                && !attempt.isPassingRefusal
        }
    }
}
