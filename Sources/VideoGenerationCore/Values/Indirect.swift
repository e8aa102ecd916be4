/// Holds a value behind a reference, so that whatever holds it is small.
///
/// Unboxed a task is some 1,300 bytes long, and every `async` function keeps room for each copy that it may
/// make: waiting for one task took 52 KB of frames.
indirect enum Indirect<Value> {
    case box(Value)

    init(_ value: Value) { self = .box(value) }

    var value: Value {
        switch self {
        case .box(let value): value
        }
    }
}

extension Indirect: Sendable where Value: Sendable {}
extension Indirect: Equatable where Value: Equatable {}
extension Indirect: Hashable where Value: Hashable {}
