import VideoPlatform

/// The tasks of this process that wait for one model of an account, and what this process has learned about it.
struct SubmitLane {
    /// The identity of a lane.
    struct ID: Sendable, Hashable {
        let account: Account
        let model: String?
    }

    /// A ticket of the queue, ordered by its place.
    struct Entry: Comparable {
        let place: WaitingPlace
        let ticket: UInt64

        /// Two callers can wait for one task.
        static func < (left: Self, right: Self) -> Bool {
            (left.place, left.ticket) < (right.place, right.ticket)
        }
    }

    /// The time before which no task of the lane is sent, because the provider asked for a pause.
    var pausedUntil = Duration.zero
    /// The time before which routes pass the lane over.
    var cooledUntil = Duration.zero
    /// The length of the last cooldown; zero if a task was accepted since.
    private var cooldown = Duration.zero
    /// The number of tasks in flight above which the provider refused tasks.
    private var learned: (limit: Int, until: Duration)?
    /// The tickets that wait, first the next one. A ticket that left the queue stays until it is the first.
    var tickets = BinaryHeap<Entry>()

    /// The time after the last refusal in which a learned limit holds. The limits of most providers are per minute, and a
    /// refusal costs nothing.
    private static let learnedLifetime = Duration.seconds(60)
    private static let firstCooldown = Duration.seconds(30)
    private static let longestCooldown = Duration.seconds(600)

    /// Lets routes pass the lane over for 30 s, doubled with each failure up to ten minutes, or for the time that the
    /// provider asked for.
    mutating func cool(for asked: Duration?, at now: Duration) {
        // Tasks that were in flight together are refused together.
        if now >= cooledUntil {
            cooldown = cooldown == .zero ? Self.firstCooldown : min(cooldown * 2, Self.longestCooldown)
        }
        cooledUntil = max(cooledUntil, now + min(asked ?? cooldown, Self.longestCooldown))
    }

    /// Lets no task of the lane be sent for a time, at most ten minutes.
    mutating func pause(for delay: Duration, at now: Duration) {
        pausedUntil = max(pausedUntil, now + min(delay, Self.longestCooldown))
    }

    /// Returns the number of tasks in flight above which the provider refused tasks lately; nil if it refused none.
    func learnedLimit(at now: Duration) -> Int? { learned.flatMap { $0.until > now ? $0.limit : nil } }

    /// Halves the limit after the provider refused a task because of too many tasks.
    mutating func noteThrottled(inFlight: Int, at now: Duration) {
        let limit = max(min(learnedLimit(at: now) ?? .max, max(inFlight, 1)) / 2, 1)
        learned = (limit, now + Self.learnedLifetime)
    }

    /// Raises a learned limit by one after an accepted task, until it reaches the configured one.
    mutating func noteAccepted(configured: Int?) {
        (cooldown, cooledUntil) = (.zero, .zero)
        learned?.limit += 1
        if let configured, let limit = learned?.limit, limit >= configured { learned = nil }
    }
}
