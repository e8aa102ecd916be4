import Foundation
import Testing
import VideoGenerationTesting

@testable import VideoGeneration
@testable import VideoGenerationCore

@Suite(.timeLimit(.minutes(20)))
struct ByteRangesTests {
    @Test("Ranges in any order come to the same bytes as a set of them")
    func againstSet() {
        let random = SeededRandom(seed: 2)
        for _ in 0..<200 {
            var ranges = ByteRanges()
            var set: Set<Int64> = []
            for _ in 0..<12 {
                let start = Int64(random.next() % 40)
                let range = start..<start + Int64(random.next() % 10)
                ranges.insert(range)
                set.formUnion(range)
            }
            #expect(Set(ranges.ranges.flatMap { Array($0) }) == set)
            #expect(ranges.count == Int64(set.count))
            #expect(zip(ranges.ranges, ranges.ranges.dropFirst()).allSatisfy { $0.upperBound < $1.lowerBound })
            #expect(Set(ranges.gaps(in: 60).flatMap { Array($0) }) == Set(0..<60).subtracting(set))
            #expect(ranges.contiguous == Int64((0...60).first { !set.contains(Int64($0)) } ?? 0))
        }
    }

    @Test("What is written is read back; what is out of order is not")
    func coding() throws {
        var ranges = ByteRanges()
        ranges.insert(0..<5)
        ranges.insert(9..<12)
        let data = try JSONEncoder().encode(ranges)
        #expect(String(decoding: data, as: UTF8.self) == "[0,5,9,12]")
        #expect(try JSONDecoder().decode(ByteRanges.self, from: data) == ranges)
        for bad in ["[0]", "[5,0]", "[-1,5]", "[0,5,5,9]", "[0,5,3,9]", "{}", "[0,1e30]"] {
            #expect(throws: (any Error).self) { try JSONDecoder().decode(ByteRanges.self, from: Data(bad.utf8)) }
        }
    }

    @Test("A sidecar keeps hundreds of ranges, and of too many the first")
    func manyRanges() throws {
        for count in [100, 1024, 5000] {
            var ranges = ByteRanges()
            for index in 0..<Int64(count) { ranges.insert(index * 10..<index * 10 + 5) }
            let bytes = try JSONEncoder().encode(ranges)
            #expect(bytes.count < 1 << 16)
            let read = try JSONDecoder().decode(ByteRanges.self, from: bytes)
            #expect(read.ranges == Array(ranges.ranges.prefix(1024)))
        }
    }
}
