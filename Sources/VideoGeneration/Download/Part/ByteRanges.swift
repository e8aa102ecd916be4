/// The parts of a file that are present, as ordered ranges with gaps between them.
struct ByteRanges: Sendable, Hashable {
    private(set) var ranges: [Range<Int64>] = []

    /// The number of bytes from the start of the file to the first gap.
    var contiguous: Int64 {
        guard let first = ranges.first, first.lowerBound == 0 else { return 0 }
        return first.upperBound
    }

    /// The total number of bytes.
    var count: Int64 { ranges.reduce(0) { $0 + $1.upperBound - $1.lowerBound } }

    /// The end of the last range.
    var end: Int64 { ranges.last?.upperBound ?? 0 }

    mutating func insert(_ range: Range<Int64>) {
        guard !range.isEmpty else { return }
        // The usual case: the bytes directly after the last range.
        if let last = ranges.last, last.upperBound == range.lowerBound {
            ranges[ranges.count - 1] = last.lowerBound..<range.upperBound
            return
        }
        var merged = range
        ranges.removeAll {
            guard $0.lowerBound <= merged.upperBound, merged.lowerBound <= $0.upperBound else { return false }
            merged = min($0.lowerBound, merged.lowerBound)..<max($0.upperBound, merged.upperBound)
            return true
        }
        ranges.insert(merged, at: ranges.firstIndex { $0.lowerBound > merged.lowerBound } ?? ranges.count)
    }

    /// Returns the missing ranges of a file of a given size.
    func gaps(in total: Int64) -> [Range<Int64>] {
        var gaps: [Range<Int64>] = []
        var position: Int64 = 0
        for range in ranges where range.lowerBound < total {
            if position < range.lowerBound { gaps.append(position..<range.lowerBound) }
            position = range.upperBound
        }
        if position < total { gaps.append(position..<total) }
        return gaps
    }
}

extension ByteRanges: Codable {
    /// Decodes `[start, end, start, end, …]`. Bounds that aren't in order are an error.
    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let bounds = try container.decode([Int64].self)
        guard bounds.count.isMultiple(of: 2), bounds.count <= 2 * Self.maximumCount, bounds.first ?? 0 >= 0,
            zip(bounds, bounds.dropFirst()).allSatisfy({ $0 < $1 })
        else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not ranges in order")
        }
        ranges = stride(from: 0, to: bounds.count, by: 2).map { bounds[$0]..<bounds[$0 + 1] }
    }

    /// Encodes `[start, end, start, end, …]`. Ranges beyond the maximum are left out and downloaded again.
    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(ranges.prefix(Self.maximumCount).flatMap { [$0.lowerBound, $0.upperBound] })
    }

    /// The number of ranges that fit into a sidecar of 64 KiB.
    private static let maximumCount = 1024
}
