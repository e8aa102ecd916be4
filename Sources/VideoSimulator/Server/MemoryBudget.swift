import Synchronization

/// A limit on the memory that all connections together use for one purpose.
final class MemoryBudget: Sendable {
    private let left: Mutex<Int>

    init(bytes: Int) { left = Mutex(bytes) }

    /// The memory that one connection has taken. It is returned at the latest when the share is deallocated.
    final class Share: Sendable {
        private let budget: MemoryBudget
        private let taken = Mutex(0)

        init(of budget: MemoryBudget) { self.budget = budget }

        deinit { giveBack() }

        /// Takes more bytes. Returns false if fewer are left.
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
