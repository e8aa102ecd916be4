/// The numbers of tasks, ordered by the time at which they are due.
struct DueQueue {
    private struct Entry: Comparable {
        let due: Double
        let number: Int

        static func < (left: Self, right: Self) -> Bool { left.due < right.due }
    }

    private var entries = BinaryHeap<Entry>()

    init(capacity: Int) { entries.reserveCapacity(capacity) }

    /// The time at which the first number is due; nil if the queue is empty.
    var firstDue: Double? { entries.first?.due }

    mutating func insert(_ number: Int, due: Double) { entries.insert(Entry(due: due, number: number)) }

    /// Removes the first number if it is due.
    mutating func removeFirst(dueAt now: Double) -> Int? {
        guard let due = firstDue, due <= now else { return nil }
        return entries.popFirst()?.number
    }
}
