public import VideoGeneration

/// A random source that a test can replay: the sequence for a seed is the same on every machine.
public final class SeededRandom: RandomSource {
    private let generator: SplitMix64

    /// Creates a source that starts from a seed.
    public init(seed: UInt64) { generator = SplitMix64(seed: seed) }

    /// Returns the next 64 bits of the sequence.
    public func next() -> UInt64 { generator.next() }
}
