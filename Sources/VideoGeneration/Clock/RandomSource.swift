import Synchronization

/// A source of random numbers. A test can replay all of them from a seed.
public protocol RandomSource: Sendable {
    /// Returns the next 64 random bits.
    func next() -> UInt64
}

extension RandomSource {
    /// Returns a number in the range 0..<1.
    public func unit() -> Double { Double(next() >> 11) * 0x1p-53 }
}

/// A random source on the system's generator.
public struct SystemRandom: RandomSource {
    /// Creates a source on the system's generator.
    public init() {}
    /// Returns 64 bits from the system's generator.
    public func next() -> UInt64 { UInt64.random(in: .min ... .max) }
}

/// The SplitMix64 generator (Steele, Lea, Flood 2014): small, fast, and with the same sequence for a seed on every
/// machine.
public final class SeededRandom: RandomSource {
    private let state: Mutex<UInt64>

    /// Creates a generator that starts from a seed.
    public init(seed: UInt64) { state = Mutex(seed) }

    /// Returns the next 64 bits of the sequence.
    public func next() -> UInt64 {
        state.withLock {
            $0 &+= 0x9E37_79B9_7F4A_7C15
            var z = $0
            z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
            return z ^ (z >> 31)
        }
    }
}
