import TestSupport
import Testing
import VideoGenerationTesting

@testable import VideoGeneration
@testable import VideoGenerationCore

@Suite(.timeLimit(.minutes(20)))
struct SHA256Tests {
    @Test(
        "The plain form agrees with the published digests",
        arguments: [
            ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
            (
                "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
                "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
            ),
        ]
    )
    func vectors(_ text: String, _ digest: String) {
        var plain = PlainSHA256()
        Array(text.utf8).withUnsafeBytes { plain.update($0) }
        #expect(
            plain.finish()
                == stride(from: 0, to: 64, by: 2).compactMap { index in
                    let start = digest.index(digest.startIndex, offsetBy: index)
                    return UInt8(digest[start..<digest.index(start, offsetBy: 2)], radix: 16)
                }
        )
    }

    @Test("The fast form agrees with the plain one, whatever the pieces")
    func agreement() {
        let random = SeededRandom(seed: 5)
        for length in [0, 1, 55, 56, 63, 64, 65, 119, 120, 127, 128, 1000, 10_000] {
            let bytes = TestVideo.noise(length, seed: UInt64(length + 1))
            let fast = SHA256Stream()
            var plain = PlainSHA256()
            var offset = 0
            while offset < length {
                let count = min(length - offset, Int(random.next() % 200) + 1)
                bytes[offset..<offset + count].withUnsafeBytes {
                    fast.update($0, at: Int64(offset))
                    plain.update($0)
                }
                offset += count
            }
            let digest = plain.finish().map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
            #expect(fast.finish() == digest)
        }
    }

    @Test("Pieces that are added on another thread are all there in the end, in their order")
    func queue() {
        let bytes = TestVideo.noise(1_000_000, seed: 2)
        let whole = SHA256Stream()
        bytes.withUnsafeBytes { whole.update($0, at: 0) }
        let queue = HashQueue(usesThread: true)
        for start in stride(from: 0, to: bytes.count, by: 10_000) {
            // Each tenth by the caller, behind those that are still under way.
            queue.add(bytes[start..<start + 10_000], at: Int64(start), asynchronously: start % 100_000 != 0)
        }
        let pieces = queue.finished()
        #expect(pieces.position == 1_000_000)
        #expect(pieces.finish() == whole.finish())
    }

    @Test("Bytes that are not the next ones are left out, and read from the file later")
    func outOfOrder() async throws {
        let bytes = TestVideo.noise(700_000, seed: 1)
        let disk = MemoryDisk()
        let file = try disk.open("/film", .update)
        try file.write(bytes, at: 0)
        let (whole, pieces) = (SHA256Stream(), SHA256Stream())
        bytes.withUnsafeBytes { whole.update($0, at: 0) }
        bytes[..<1000].withUnsafeBytes { pieces.update($0, at: 0) }
        bytes[5000..<6000].withUnsafeBytes { pieces.update($0, at: 5000) }
        #expect(pieces.position == 1000)
        try await pieces.update(from: file, to: 700_000)
        #expect(pieces.finish() == whole.finish())
    }
}
