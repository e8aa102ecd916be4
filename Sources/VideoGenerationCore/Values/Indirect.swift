/// Stores a value behind a reference, so that the type that contains it stays small.
///
/// An unboxed task takes about 1,300 bytes, and every `async` function reserves room for each copy that it may make.
/// Without boxing, waiting for one task took 52 KB of frames.
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
