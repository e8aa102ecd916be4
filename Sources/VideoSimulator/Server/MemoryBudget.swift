import Synchronization

/// How much memory all connections together may take for one purpose.
final class MemoryBudget: Sendable {
    private let left: Mutex<Int>

    init(bytes: Int) { left = Mutex(bytes) }

    /// What one of them has taken, given back with it at the latest.
    final class Share: Sendable {
        private let budget: MemoryBudget
        private let taken = Mutex(0)

        init(of budget: MemoryBudget) { self.budget = budget }

        deinit { giveBack() }

        /// Takes more bytes; false if there are not as many.
        func take(_ bytes: Int) -> Bool {
            let isThere = budget.left.withLock { left in
                guard bytes <= left else { return false }
                left -= bytes
                return true
            }
            if isThere { taken.withLock { $0 += bytes } }
            return isThere
        }

        func giveBack() {
            let bytes = taken.withLock { taken in
                defer { taken = 0 }
                return taken
            }
            budget.left.withLock { $0 += bytes }
        }
    }
}
