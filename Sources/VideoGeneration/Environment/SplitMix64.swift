import Synchronization

/// The SplitMix64 generator (Steele, Lea, Flood 2014): small, fast, and with the same sequence for a seed on every
/// machine.
package final class SplitMix64: RandomSource {
    private let state: Mutex<UInt64>

    /// Creates a generator that starts from a seed.
    package init(seed: UInt64) { state = Mutex(seed) }

    /// Returns the next 64 bits of the sequence.
    package func next() -> UInt64 {
        state.withLock {
            $0 &+= 0x9E37_79B9_7F4A_7C15
            var z = $0
            z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
            return z ^ (z >> 31)
        }
    }
}
