/// The kind of work that a task needs next.
package enum FleetWork: String, Sendable, Hashable, Codable, CaseIterable {
    /// The task waits to be sent.
    case submit
    /// The provider works on the task.
    case poll
    /// The video is ready, and the task has a destination.
    case download
}

extension VideoTask {
    /// The work that a fleet has with the task; nil if there is none, or none until a person decides.
    package var work: FleetWork? {
        guard suspension == nil else { return nil }
        switch state {
        case .intent: return .submit
        case .queued, .running: return remote == nil ? nil : .poll
        case .succeeded: return remote == nil || destination == nil ? nil : .download
        case .submitting, .outcomeUnknown, .failed, .cancelled, .expired, .stored: return nil
        }
    }

    /// The tasks among which this one waits to be sent.
    package var lane: FleetLane { FleetLane(provider: provider.id, model: request.model, isRouted: route != nil) }
}

/// The tasks that wait for the same provider and model. A task with a route belongs to the lane of its first candidate.
package struct FleetLane: Sendable, Hashable {
    /// The ID of the provider.
    package var provider: String
    /// The model; nil if the request names none.
    package var model: String?
    /// Whether the tasks have a route.
    package var isRouted: Bool

    /// Creates a lane.
    package init(provider: String, model: String?, isRouted: Bool) {
        self.provider = provider
        self.model = model
        self.isRouted = isRouted
    }
}
