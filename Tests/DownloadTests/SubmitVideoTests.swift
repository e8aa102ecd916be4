import Foundation
import Synchronization
import TestSupport
import Testing
import VideoGenerationTesting

@testable import VideoGeneration
@testable import VideoGenerationCore

@Suite("A video in the response to a submit", .timeLimit(.minutes(20))) struct SubmitVideoTests {
    private static let film = TestVideo.make(size: 90_000, seed: 4)

    private static let responses: [(String, FakeHost.Reply)] = [
        ("the bytes", FakeHost.Reply(fields: ["Content-Type": "video/mp4"], body: film).with { $0.chunk = 5 }),
        ("base64", .json(#"{"created": 1, "data": [{"b64_json": "\#(film.base64)"}]}"#)),
        (
            "base64 behind a picture",
            .json(
                #"{"image": "\#([UInt8](repeating: 9, count: 40_000).base64)", "data": [{"b64_json": "\#(film.base64)"}]}"#
            )
        ),
        ("base64 with an ID", .json(#"{"id": "t1", "data": [{"b64_json": "\#(film.base64)"}]}"#)),
    ]

    @Test("It is kept before the task is accepted, and stored without another request", arguments: responses.indices)
    func kept(_ index: Int) async throws {
        let reply = Self.responses[index].1
        let bench = try OutputBench(OutputDialect()) { request, _ in
            request.method == .post ? reply : .status(404)
        }
        let task = try await bench.submit()
        #expect(task.state == .succeeded)
        let before = bench.host.requests.count
        // Another process, after a crash.
        let stored = try await bench.client().resume(task.id)
        #expect(stored.state == .stored)
        #expect(bench.bytes("boat.mp4") == Self.film)
        #expect(bench.host.requests.count == before)
        #expect(bench.submits == 1)
        #expect(try bench.names("journal/parts") == [])
    }

    @Test("A short one is kept too")
    func short() async throws {
        let film = TestVideo.make(size: 4_000, seed: 5)
        let bench = try OutputBench(OutputDialect()) { request, _ in
            request.method == .post ? .json(#"{"data": [{"b64_json": "\#(film.base64)"}]}"#) : .status(404)
        }
        let task = try await bench.submit()
        try await bench.client().resume(task.id)
        #expect(bench.bytes("boat.mp4") == film)
    }

    @Test("A break in its middle leaves the outcome unknown, and the request is not sent again", arguments: [0, 1])
    func broken(_ index: Int) async throws {
        let reply = Self.responses[index].1.cut(after: 50_000)
        let bench = try OutputBench(OutputDialect()) { request, _ in request.method == .post ? reply : .status(404) }
        let error = await bench.failure { try await bench.submit() }
        #expect(error?.code == .outcomeUnknown)
        #expect(try await bench.client().tasks().map(\.state) == [.outcomeUnknown])
        #expect(bench.submits == 1)
        #expect(try bench.names("journal/parts") == [])
    }

    @Test("A declared length that is not reached is a break as well", arguments: [0, 1])
    func short(_ index: Int) async throws {
        var reply = Self.responses[index].1
        reply.fields["Content-Length"] = "\(reply.body.count)"
        reply.body.removeLast(1_000)
        let bench = try OutputBench(OutputDialect()) { [reply] request, _ in
            request.method == .post ? reply : .status(404)
        }
        #expect(await bench.failure { try await bench.submit() }?.code == .outcomeUnknown)
    }

    @Test("A response with its length is whole although the video is taken out of it")
    func length() async throws {
        let reply = Self.responses[1].1.with { $0.fields["Content-Length"] = "\($0.body.count)" }
        let bench = try OutputBench(OutputDialect()) { request, _ in request.method == .post ? reply : .status(404) }
        #expect(try await bench.submit().state == .succeeded)
    }

    @Test("A file that is no MP4 is kept as it came, however often it is saved")
    func otherFormat() async throws {
        let other = Array("GIF89a".utf8) + [UInt8](repeating: 7, count: 60_000)
        let bench = try OutputBench(OutputDialect()) { request, _ in
            request.method == .post ? .json(#"{"data": [{"b64_json": "\#(other.base64)"}]}"#) : .status(404)
        }
        let task = try await bench.submit()
        for _ in 1...2 {
            let error = await bench.failure { try await bench.client().resume(task.id) }
            #expect(error?.code == .unexpectedFormat)
        }
        let any = try bench.client(DownloadLimits(acceptsAny: true))
        try await any.save(task.id, to: bench.folder.path + "/boat.gif")
        #expect(bench.bytes("boat.gif") == other)
    }

    @Test("A broken video is kept for its owner, however often it is saved")
    func brokenVideo() async throws {
        let damaged = Array(Self.film.prefix(40_000))
        let bench = try OutputBench(OutputDialect()) { request, _ in
            request.method == .post ? FakeHost.Reply(body: damaged) : .status(404)
        }
        let task = try await bench.submit()
        for _ in 1...2 {
            let error = await bench.failure { try await bench.client().resume(task.id) }
            #expect(error != nil)
            #expect(bench.bytes("journal/parts/\(task.id).part") == damaged)
        }
        #expect(try await bench.client().task(task.id)?.state == .succeeded)
        #expect(bench.submits == 1)
    }

    @Test(
        "A video that cannot be written is an unknown outcome without an ID, and a warning with one",
        arguments: [1, 3]
    )
    func diskFailure(_ index: Int) async throws {
        let reply = Self.responses[index].1
        let bench = try OutputBench(OutputDialect()) { request, _ in
            request.method == .post ? reply : .json(#"{"id": "t1", "status": "running"}"#)
        }
        let client = try bench.client()
        let parts = bench.folder.path + "/journal/parts"
        try FileManager.default.removeItem(atPath: parts)
        try Data().write(to: URL(fileURLWithPath: parts))
        let error = await bench.failure {
            try await client.submit(VideoRequest(prompt: "a boat"), using: "outputs", savingTo: bench.destination)
        }
        let task = try #require(try await client.tasks().first)
        #expect(error?.code == (index == 1 ? .outcomeUnknown : nil))
        #expect(task.state == (index == 1 ? .outcomeUnknown : .succeeded))
        #expect(task.remote?.output == nil)
        #expect(bench.submits == 1)
    }

    @Test("A process that ends before the task is accepted leaves the video, and resolve finds it")
    func crash() async throws {
        let bench = try OutputBench(OutputDialect()) { request, _ in
            request.method == .post ? .status(500) : .status(404)
        }
        #expect(await bench.failure { try await bench.submit() }?.code == .outcomeUnknown)
        let id = try #require(try await bench.client().tasks().first?.id)
        // The state of the disk after the process that received the video was killed.
        let parts = ReceivedParts(of: id, in: bench.folder.path + "/journal/parts", disk: POSIXDisk())
        for bytes in [Self.film.prefix(30_000), Self.film.dropFirst(30_000)] {
            await parts.receive(Array(bytes), of: 0)
        }
        #expect(await bench.failure { try await bench.client().resolve(id, as: .askProvider) } != nil)
        try await parts.keep(0)
        #expect(try await bench.client().resolve(id, as: .askProvider).state == .succeeded)
        try await bench.client().resume(id)
        #expect(bench.bytes("boat.mp4") == Self.film)
        #expect(bench.submits == 1)
    }

    @Test("A kept video that was removed by hand is an error that says so")
    func missing() async throws {
        let reply = Self.responses[0].1
        let bench = try OutputBench(OutputDialect()) { request, _ in request.method == .post ? reply : .status(404) }
        let task = try await bench.submit()
        let part = bench.folder.path + "/journal/parts/\(task.id).part"
        try FileManager.default.removeItem(atPath: part)
        let error = await bench.failure { try await bench.client().resume(task.id) }
        #expect(error?.message.contains("no longer in the journal's folder") == true)
    }

    @Test("A refusal with long texts is a refusal")
    func refusal() async throws {
        let page = String(repeating: "no ", count: 9_000)
        let bench = try OutputBench(OutputDialect()) { request, _ in
            request.method == .post
                ? .status(
                    401,
                    [:],
                    #"{"error": {"message": "\#(page)"}, "output": "\#(page)", "b64_json": "\#(page)"}"#
                )
                : .status(404)
        }
        let error = await bench.failure { try await bench.submit() }
        #expect(error?.purchase == VideoError.Purchase.none)
        #expect(try bench.names("journal/parts") == [])
    }
}
