import VideoPlatform

/// The ends of one task that were told and are not believed yet: how often, and since when.
///
/// It is small, because a hundred thousand tasks may be waited for in one process.
struct Doubts: Sendable {
    private enum Kind { case missingOutput, unconfirmed, absence }

    /// What is counted: one kind of doubt does not confirm another.
    private var kind: Kind?
    private var count: Int8 = 0
    /// On the steady clock, in seconds.
    private var since = 0.0
    /// How long to wait before asking again; nil for the usual time.
    private(set) var pause: Duration?

    /// How often a success without a video is asked about again before it is taken as it is.
    private static let missingOutputs = 3
    /// An unconfirmed failure is asked about again so often, over so many seconds.
    private static let unconfirmed = (count: 3, seconds: 60.0)
    /// A task that the provider does not know has to be unknown so often, over so many seconds.
    static let absence = (count: 3, seconds: 600.0)

    /// Takes note of a snapshot.
    /// - Returns: whether it counts. A doubtful end that was told often enough is confirmed in the snapshot.
    mutating func settle(_ snapshot: inout TaskSnapshot, lifetime: TimeInterval, at now: Double) -> Bool {
        if snapshot.isWithoutOutput {
            pause = nil
            return note(.missingOutput, at: now) > Self.missingOutputs
        }
        switch snapshot.doubt {
        case nil, .withoutOutput:
            clear()
            return true
        case .unconfirmed:
            let told = note(.unconfirmed, at: now)
            pause = .seconds(Self.unconfirmed.seconds / Double(Self.unconfirmed.count))
            guard told > Self.unconfirmed.count, now - since >= Self.unconfirmed.seconds else { return false }
        case .gone:
            guard isAbsent(at: now), let made = snapshot.remote.createdAt, let answered = snapshot.respondedAt,
                answered.timeIntervalSince(made) > lifetime
            else { return false }
        }
        snapshot.doubt = nil
        clear()
        return true
    }

    /// Takes note that the provider did not know the task.
    /// - Returns: whether it has not known it for long enough.
    mutating func isAbsent(at now: Double) -> Bool {
        note(.absence, at: now) >= Self.absence.count && now - since >= Self.absence.seconds
    }

    private mutating func note(_ kind: Kind, at now: Double) -> Int {
        if self.kind != kind { (self.kind, count, since, pause) = (kind, 0, now, nil) }
        count = min(count, 100) + 1
        return Int(count)
    }

    private mutating func clear() { self = Doubts() }
}
