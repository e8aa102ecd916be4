import Synchronization

/// What draws lots takes one of these, so that a test can replay every draw from a seed.
public protocol RandomSource: Sendable {
    /// The next 64 random bits.
    func next() -> UInt64
}

extension RandomSource {
    /// A number in 0..<1.
    public func unit() -> Double { Double(next() >> 11) * 0x1p-53 }
}

/// The system's generator.
public struct SystemRandom: RandomSource {
    /// Makes the source.
    public init() {}
    /// Bits from the system's generator.
    public func next() -> UInt64 { UInt64.random(in: .min ... .max) }
}

/// SplitMix64 (Steele, Lea, Flood 2014): small, fast, the same everywhere for one seed.
public final class SeededRandom: RandomSource {
    private let state: Mutex<UInt64>

    /// Starts from a seed.
    public init(seed: UInt64) { state = Mutex(seed) }

    /// The next bits of the sequence.
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
