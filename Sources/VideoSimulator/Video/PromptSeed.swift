/// A random number generator seeded with a prompt: FNV-1a for the seed, then SplitMix64.
struct PromptSeed {
    private var state: UInt64 = 0xCBF2_9CE4_8422_2325

    init(_ prompt: String) {
        for byte in prompt.utf8 { state = (state ^ UInt64(byte)) &* 0x100_0000_01B3 }
    }

    /// Returns the next number in 0..<1.
    mutating func unit() -> Double {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return Double((z ^ (z >> 31)) >> 11) * 0x1p-53
    }

    /// Returns the next number in a range.
    mutating func draw(_ range: ClosedRange<Double>) -> Double {
        range.lowerBound + unit() * (range.upperBound - range.lowerBound)
    }
}
