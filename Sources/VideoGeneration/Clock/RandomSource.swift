/// A source of random numbers. A test can replay all of them from a seed.
public protocol RandomSource: Sendable {
    /// Returns the next 64 random bits.
    func next() -> UInt64
}

extension RandomSource {
    /// Returns a number in the range 0..<1.
    package func unit() -> Double { Double(next() >> 11) * 0x1p-53 }
}

/// A random source on the system's generator.
package struct SystemRandom: RandomSource {
    /// Creates a source on the system's generator.
    package init() {}
    /// Returns 64 bits from the system's generator.
    package func next() -> UInt64 { UInt64.random(in: .min ... .max) }
}
