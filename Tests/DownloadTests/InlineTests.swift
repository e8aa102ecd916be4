import Foundation
import Synchronization
import TestSupport
import Testing
import VideoGenerationTesting

@testable import VideoGeneration
@testable import VideoGenerationCore

@Suite("A video inside a response", .timeLimit(.minutes(20))) struct InlineTests {
    private static let film = TestVideo.make(size: 90_000, seed: 3)

    private func done(_ video: String, before: String = "") -> FakeHost.Reply {
        .json(#"{"id": "t1", "status": "done", \#(before)"result": "\#(video)"}"#)
    }

    private static let spellings: [(String, @Sendable (String) -> String)] = [
        ("standard", { $0 }),
        ("escaped slashes", { $0.replacingOccurrences(of: "/", with: #"\/"#) }),
        (
            "URL-safe, without padding",
            {
                $0.replacingOccurrences(of: "/", with: "_").replacingOccurrences(of: "+", with: "-")
                    .replacingOccurrences(of: "=", with: "")
            }
        ),
        (
            "lines",
            { text in
                stride(from: 0, to: text.utf8.count, by: 76).map { String(text.dropFirst($0).prefix(76)) }
                    .joined(separator: #"\r\n"#)
            }
        ),
        (
            "escaped characters",
            {
                $0.replacingOccurrences(of: "+", with: #"\u002B"#).replacingOccurrences(of: "=", with: #"\u003d"#)
            }
        ),
        ("a data URL", { "data:video/mp4;base64," + $0 }),
    ]

    @Test("It is stored, whatever its alphabet, its escapes and the size of the pieces", arguments: spellings.indices)
    func spelling(_ index: Int) async throws {
        let text = Self.spellings[index].1(Self.film.base64)
        for chunk in [997, 65_536] {
            let bench = try OutputBench(.inline) { request, _ in
                request.method == .post ? .accepted : done(text).with { $0.chunk = chunk }
            }
            let task = try await bench.submit()
            let stored = try await bench.client().resume(task.id)
            #expect(stored.state == .stored)
            #expect(bench.bytes("boat.mp4") == Self.film)
            #expect(try bench.names("journal/parts") == [])
            let keys = bench.host.requests.map { $0.fields["Authorization"] }
            #expect(keys.allSatisfy { $0 == "Bearer \(OutputBench.key)" })
        }
    }

    @Test("A short one needs no second request")
    func short() async throws {
        let film = TestVideo.make(size: 4_000, seed: 9)
        let bench = try OutputBench(.inline) { request, _ in
            request.method == .post ? .accepted : done(film.base64)
        }
        let task = try await bench.submit()
        try await bench.client().resume(task.id)
        #expect(bench.bytes("boat.mp4") == film)
    }

    @Test("Pictures of 20 MB that the provider repeats are neither kept nor taken for the video")
    func echo() async throws {
        let picture = [UInt8](repeating: 0xA5, count: 15 << 20).base64
        let bench = try OutputBench(.inline) { request, _ in
            guard request.method == .get else { return .accepted }
            return done(Self.film.base64, before: #""input": ["\#(picture)", "short"], "#).with { $0.chunk = 1 << 19 }
        }
        let task = try await bench.submit()
        try await bench.client().resume(task.id)
        #expect(bench.bytes("boat.mp4") == Self.film)
    }

    @Test("A poll by POST is sent again with its body, and the submit is not")
    func post() async throws {
        var dialect = OutputDialect.inline
        dialect.pollsByPost = true
        let bench = try OutputBench(dialect) { request, _ in
            request.url.path.hasSuffix("/jobs") ? .accepted : done(Self.film.base64)
        }
        let task = try await bench.submit()
        try await bench.client().resume(task.id)
        #expect(bench.bytes("boat.mp4") == Self.film)
        #expect(bench.submits == 1)
        #expect(bench.host.requests.last?.body == Array(#"{"id":"t1"}"#.utf8))
    }

    @Test("A download that breaks starts over, also in another process", arguments: [20_000, 60_000, 119_000])
    func broken(at count: Int) async throws {
        let isBroken = Mutex(true)
        let bench = try OutputBench(.inline) { request, _ in
            guard request.method == .get else { return .accepted }
            let reply = done(Self.film.base64)
            return isBroken.withLock { $0 } ? reply.cut(after: count) : reply
        }
        let task = try await bench.submit()
        isBroken.withLock { $0 = false }
        for try await _ in try bench.client().updates(of: task.id) {}
        let client = try bench.client()
        let output = try await client.provider("outputs").outputs(of: RemoteTask(id: "t1"), in: client.context())
        isBroken.withLock { $0 = true }
        let fixture = try Fixture { request, number in
            number == 0 ? done(Self.film.base64).cut(after: count) : done(Self.film.base64)
        }
        try await fixture.run(try fixture.order(output))
        #expect(try fixture.bytes(fixture.destination) == Self.film)
        #expect(fixture.host.requests.count == 2)
        #expect(await bench.failure { try await bench.client().resume(task.id) } != nil)
        isBroken.withLock { $0 = false }
        try await bench.client().resume(task.id)
        #expect(bench.bytes("boat.mp4") == Self.film)
    }

    @Test("The bytes of two responses are never combined")
    func otherFile() async throws {
        let other = TestVideo.make(size: 40_000, seed: 12)
        let fixture = try Fixture { _, number in
            number == 0 ? done(Self.film.base64).cut(after: 100_000) : done(other.base64)
        }
        var output = VideoOutput(.inline(.string(0)))
        output.request = .reading(try #require(HTTPURL("https://api.example/jobs/t1")))
        try await fixture.run(try fixture.order([output]))
        #expect(try fixture.bytes(fixture.destination) == other)
        #expect(fixture.host.requests.count == 2)
    }

    private static let hostile: [(String, String, VideoError.Code)] = [
        ("not base64", #""result": "\#(String(repeating: "<p>no</p>", count: 4_000))""#, .notAVideo),
        ("no string", #""result": null"#, .notAVideo),
        ("a number", #""result": 7"#, .notAVideo),
        ("not a video", #""result": "\#(String(repeating: "QUJD", count: 9_000))""#, .notAVideo),
        ("one character too many", #""result": "\#(film.base64.filter { $0 != "=" })AAAAA""#, .notAVideo),
    ]

    @Test("A second response without the video is an error, and the task stays", arguments: hostile.indices)
    func second(_ index: Int) async throws {
        let (_, text, code) = Self.hostile[index]
        let polls = Atomic(0)
        let bench = try OutputBench(.inline) { request, _ in
            guard request.method == .get else { return .accepted }
            // Each poll names the video, and each download returns something else.
            let isPoll = polls.add(1, ordering: .relaxed).oldValue.isMultiple(of: 2)
            return isPoll ? done(Self.film.base64) : .json(#"{"id": "t1", "status": "done", \#(text)}"#)
        }
        let task = try await bench.submit()
        for try await _ in try bench.client().updates(of: task.id) {}
        polls.store(0, ordering: .relaxed)
        let error = await bench.failure { try await bench.client().save(task.id) }
        #expect(error?.code == code)
        #expect(error?.purchase == .made)
        #expect(try await bench.client().task(task.id)?.state == .succeeded)
        #expect(bench.bytes("boat.mp4") == nil)
        #expect(bench.submits == 1)
    }

    @Test("A video that is not base64 gives way to the content route")
    func contentRoute() async throws {
        var dialect = OutputDialect.inline
        dialect.reader.contentLink = { task, endpoint in try endpoint.url("jobs", task.id, "content") }
        let text = String(repeating: "?", count: 20_000)
        let bench = try OutputBench(dialect) { request, _ in
            guard request.method == .get else { return .accepted }
            return request.url.path.hasSuffix("content") ? FakeHost.serve(Self.film, to: request) : done(text)
        }
        let task = try await bench.submit()
        try await bench.client().resume(task.id)
        #expect(bench.bytes("boat.mp4") == Self.film)
    }

    @Test("A response without long strings has to fit into 1 MiB, and the whole into the limit")
    func limits() async throws {
        let bench = try OutputBench(.inline) { request, _ in
            request.method == .post
                ? .accepted
                : .json(#"{"id": "t1", "status": "done", "a": [\#(String(repeating: "1,", count: 1 << 20))1]}"#)
        }
        let client = try bench.client()
        let provider = try client.provider("outputs")
        let many = await bench.failure { try await provider.status(of: RemoteTask(id: "t1"), in: client.context()) }
        #expect(many?.code == .sizeLimitExceeded)

        var small = OutputDialect.inline
        small.limit = 2 << 20
        let long = try OutputBench(small) { _, _ in done(String(repeating: "AAAA", count: 1 << 20)) }
        let other = try long.client()
        let provider2 = try other.provider("outputs")
        let error = await long.failure { try await provider2.status(of: RemoteTask(id: "t1"), in: other.context()) }
        #expect(error?.code == .sizeLimitExceeded)
    }
}
