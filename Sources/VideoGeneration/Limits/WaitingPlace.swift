import VideoPlatform

/// The place of a task among those that wait: a higher priority first, then the older task.
package struct WaitingPlace: Sendable, Hashable, Codable, Comparable {
    package let priority: Int
    /// The time of the task's creation in seconds since 1970. The numbers of two processes are not in one order.
    package let createdAt: Double
    package let number: Int

    /// Creates the place of a task.
    package init(of task: VideoTask, priority: Int? = nil) {
        self.priority = priority ?? task.priority
        createdAt = task.createdAt.timeIntervalSince1970
        number = task.id.number
    }

    package static func < (left: Self, right: Self) -> Bool {
        (-left.priority, left.createdAt, left.number) < (-right.priority, right.createdAt, right.number)
    }
}

/// The first task that waits in one process for a model of an account.
package struct WaitingHead: Sendable, Hashable, Codable {
    var process: UInt64
    var model: String?
    var place: WaitingPlace
    /// The time, in seconds since 1970, until which the process has to confirm that it still waits.
    var until: Double

    /// The time for which a process need not confirm that it waits. A process that ended or is stopped blocks the others
    /// for no longer.
    package static let lease = 5.0
}
