import Synchronization

/// The values that all clients of one journal share in this process, one of each type.
///
/// They hold nothing that another process has to know: the submits in flight, the reserved destinations, the learned
/// times.
package final class SharedValues: Sendable {
    private let values = Mutex<[ObjectIdentifier: any AnyObject & Sendable]>([:])

    /// Creates an empty store.
    package init() {}

    /// Returns the value of a type. The first caller creates it.
    package func value<Value: AnyObject & Sendable>(_ create: () -> Value) -> Value {
        values.withLock { values in
            let key = ObjectIdentifier(Value.self)
            if let value = values[key] as? Value { return value }
            let value = create()
            values[key] = value
            return value
        }
    }
}
