/// A binary heap of numbers, ordered by the time at which they are due.
struct DueQueue {
    private var entries: [(due: Double, number: Int)] = []

    init(capacity: Int) { entries.reserveCapacity(capacity) }

    /// The time at which the first number is due; nil if the queue is empty.
    var firstDue: Double? { entries.first?.due }

    mutating func insert(_ number: Int, due: Double) {
        entries.append((due, number))
        var child = entries.count - 1
        while child > 0, entries[child].due < entries[(child - 1) / 2].due {
            entries.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    /// Removes the first number if it is due.
    mutating func removeFirst(dueAt now: Double) -> Int? {
        guard let first = entries.first, first.due <= now else { return nil }
        entries.swapAt(0, entries.count - 1)
        entries.removeLast()
        var parent = 0
        while true {
            let children = (parent * 2 + 1..<parent * 2 + 3).filter { $0 < entries.count }
            guard let least = children.min(by: { entries[$0].due < entries[$1].due }),
                entries[least].due < entries[parent].due
            else { return first.number }
            entries.swapAt(parent, least)
            parent = least
        }
    }
}
