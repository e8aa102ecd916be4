import VideoPlatform

/// The reported ends of one task that are not confirmed yet: how many, and since when.
///
/// The value is small, because one process can wait for a hundred thousand tasks.
struct Doubts: Sendable, Hashable, Codable {
    private enum Kind: String, Codable { case missingOutput, unconfirmed, absence }

    /// The kind that is counted. One kind of doubt does not confirm another.
    private var kind: Kind?
    private var count: Int8 = 0
    /// The time of the first report, in seconds of the steady clock.
    private var since = 0.0
    /// The delay before the next poll; nil for the usual one.
    private(set) var pause: Duration?

    /// The number of reports of a success without a video that are not believed.
    private static let missingOutputs = 3
    /// The number of reports of an unconfirmed failure that are not believed, and their least time span.
    private static let unconfirmed = (count: 3, seconds: 60.0)
    /// The number of responses that must not know a task, and their least time span.
    static let absence = (count: 3, seconds: 600.0)

    /// Records a snapshot.
    /// - Returns: whether the snapshot counts. A doubtful end that was reported often enough is confirmed in it.
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
            let reports = note(.unconfirmed, at: now)
            pause = .seconds(Self.unconfirmed.seconds / Double(Self.unconfirmed.count))
            guard reports > Self.unconfirmed.count, now - since >= Self.unconfirmed.seconds else { return false }
        case .gone:
            guard isAbsent(at: now), let made = snapshot.remote.createdAt, let responded = snapshot.respondedAt,
                responded.timeIntervalSince(made) > lifetime
            else { return false }
        }
        snapshot.doubt = nil
        clear()
        return true
    }

    /// Records that the provider did not know the task.
    /// - Returns: whether it has not known the task for long enough.
    mutating func isAbsent(at now: Double) -> Bool {
        note(.absence, at: now) >= Self.absence.count && now - since >= Self.absence.seconds
    }

    private mutating func note(_ kind: Kind, at now: Double) -> Int {
        if self.kind != kind { (self.kind, count, since, pause) = (kind, 0, now, nil) }
        count = min(count, 100) + 1
        return Int(count)
    }

    /// Returns the same doubts on a clock whose zero is at another time.
    func shifted(by seconds: Double) -> Doubts {
        var shifted = self
        if kind != nil { shifted.since += seconds }
        return shifted
    }

    private mutating func clear() { self = Doubts() }
}
