import Foundation
import Testing

@testable import VideoGeneration
@testable import VideoGenerationCore

@Suite("A file of the index keeps the first task of each provider's ID", .timeLimit(.minutes(20)))
struct RemoteIDShardTests {
    private let endpoint: Endpoint
    private let first: VideoTask.ID
    private let second: VideoTask.ID

    init() throws {
        endpoint = try Endpoint("https://api.example.com/v1")
        first = try #require(VideoTask.ID(rawValue: "v1-aaaa"))
        second = try #require(VideoTask.ID(rawValue: "v2-bbbb"))
    }

    private func key(_ remoteID: String) -> RemoteIDKey { RemoteIDKey(remoteID, at: endpoint) }

    @Test("A key depends on the ID and on the origin, not on the path, and shows neither")
    func keys() throws {
        let plain = key("task-1")
        #expect(plain.digits.count == 32 && plain.digits.allSatisfy(\.isHexDigit) && plain.shard.count == 2)
        #expect(plain.digits.hasPrefix(plain.shard))
        #expect(RemoteIDKey("task-1", at: try Endpoint("https://api.example.com/v2")).digits == plain.digits)
        #expect(RemoteIDKey("task-1", at: try Endpoint("https://other.example.com/v1")).digits != plain.digits)
        #expect(RemoteIDKey("task-1", at: try Endpoint("https://api.example.com:8443/v1")).digits != plain.digits)
        #expect(key("Task-1").digits != plain.digits)
    }

    @Test("The key of an ID is the same in every version, because files of earlier versions are read")
    func stable() {
        #expect(key("task-1").digits == "0844dc8f151b4344029661109f072d90")
    }

    @Test("The first line of a key counts, and a second one is not added")
    func firstCounts() {
        var shard = RemoteIDShard([])
        #expect(shard.owner(of: key("a")) == nil)
        #expect(shard.add(key("a"), first) == nil)
        let size = shard.bytes.count
        #expect(shard.add(key("a"), second) == first && shard.bytes.count == size)
        #expect(shard.add(key("b"), second) == nil)
        let read = RemoteIDShard(shard.bytes)
        #expect(read.owner(of: key("a")) == first && read.owner(of: key("b")) == second)
        let twice = RemoteIDShard(Array("\(key("a").digits) v2-bbbb\n\(key("a").digits) v1-aaaa\n".utf8))
        #expect(twice.owner(of: key("a")) == second)
    }

    @Test("A line that was cut off is no claim, and the next one begins a line of its own")
    func cutOff() {
        let line = Array("\(key("a").digits) v1-aaaa\n".utf8)
        for count in 0..<line.count {
            var shard = RemoteIDShard(Array(line.prefix(count)))
            #expect(shard.owner(of: key("a")) == nil, "\(count) bytes")
            #expect(shard.add(key("b"), second) == nil)
            #expect(shard.owner(of: key("b")) == second, "\(count) bytes")
        }
    }

    @Test("Zeros of a power loss before a line do not hide it, and text inside a line is no key")
    func zerosAndText() {
        let line = Array("\(key("a").digits) v1-aaaa\n".utf8)
        #expect(RemoteIDShard([0, 0, 0] + line).owner(of: key("a")) == first)
        #expect(RemoteIDShard([0x78] + line).owner(of: key("a")) == nil)
        #expect(RemoteIDShard([0x78] + line + line).owner(of: key("a")) == first)
    }

    @Test(
        "A line whose task is no ID is passed over",
        arguments: ["", "anything", "v1-AAAA", "../v1-aaaa", "v1-aaaa extra"]
    )
    func strange(_ text: String) {
        let shard = RemoteIDShard(Array("\(key("a").digits) \(text)\n\(key("a").digits) v2-bbbb\n".utf8))
        #expect(shard.owner(of: key("a")) == second)
    }
}
