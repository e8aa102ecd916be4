import Foundation
import TestSupport
import Testing
import VideoGenerationTesting

@testable import VideoGeneration
@testable import VideoGenerationCore

@Suite("A video in a bucket", .timeLimit(.minutes(20))) struct BucketTests {
    private static let film = TestVideo.make(size: 60_000, seed: 8)
    private static let uri = "gs://bucket/folder/video.mp4"

    private func dialect(reaches: Bool, key: Bool = true) -> OutputDialect {
        var dialect = OutputDialect()
        dialect.reader.outputs = { document, _ in
            (document.first("gcsUri")?.text).map { [VideoOutput(.bucket($0))] } ?? []
        }
        dialect.trusted = [TrustedOrigin("https://storage.example", getsKey: key)].compactMap(\.self)
        if reaches {
            dialect.bucket = { uri in
                guard uri.hasPrefix("gs://") else { return nil }
                return HTTPURL("https://storage.example/\(uri.dropFirst(5))")
            }
        }
        return dialect
    }

    private func bench(_ dialect: OutputDialect) throws -> OutputBench {
        try OutputBench(dialect) { request, _ in
            if request.method == .post { return .accepted }
            if request.url.path.hasSuffix("content") || request.url.origin.host == "storage.example" {
                return FakeHost.serve(Self.film, to: request)
            }
            return .json(#"{"id": "t1", "status": "done", "gcsUri": "\#(Self.uri)"}"#)
        }
    }

    @Test("It is downloaded at the dialect's link, with the key if the origin gets it", arguments: [true, false])
    func link(getsKey: Bool) async throws {
        let bench = try bench(dialect(reaches: true, key: getsKey))
        let task = try await bench.submit()
        try await bench.client().resume(task.id)
        #expect(bench.bytes("boat.mp4") == Self.film)
        let download = try #require(bench.host.requests.last)
        #expect(download.url.string == "https://storage.example/bucket/folder/video.mp4")
        #expect((download.fields["Authorization"] != nil) == getsKey)
    }

    @Test("A dialect that cannot reach it says so, and the task stays")
    func unreachable() async throws {
        let bench = try bench(dialect(reaches: false))
        let task = try await bench.submit()
        let error = await bench.failure { try await bench.client().resume(task.id) }
        #expect(error?.code == .unsupported)
        #expect(error?.message.contains(Self.uri) == true)
        #expect(error?.purchase == .made)
        #expect(try await bench.client().task(task.id)?.state == .succeeded)
    }

    @Test("A bucket that cannot be reached gives way to the content route")
    func contentRoute() async throws {
        var dialect = dialect(reaches: false)
        dialect.reader.contentLink = { task, endpoint in try endpoint.url("jobs", task.id, "content") }
        let bench = try bench(dialect)
        let task = try await bench.submit()
        try await bench.client().resume(task.id)
        #expect(bench.bytes("boat.mp4") == Self.film)
    }
}
