/// The lines of the tasks of one claim, which ask for their turns one after the other. Their requests are in flight at the
/// same time.
struct LaneLine {
    private var last: [FleetLane: Signal] = [:]

    /// Returns the place after the last one in a lane.
    mutating func place(in lane: FleetLane) -> LanePlace {
        let place = LanePlace(isNext: last[lane] ?? .sent, passes: Signal())
        last[lane] = place.passes
        return place
    }
}

/// The place of a task in a line.
struct LanePlace: Sendable {
    /// Set when the task before has passed.
    let isNext: Signal
    /// Set when the task has asked for its turn and does not have it, is about to be sent, or has ended.
    let passes: Signal

    /// Lets the next task ask if this one is about to be sent.
    func pass(_ progress: VideoProgress) {
        switch progress {
        case .task(let task) where task.state != .intent: passes.set()
        case .uploading, .waiting: passes.set()
        case .task, .download, .warning: break
        }
    }
}
