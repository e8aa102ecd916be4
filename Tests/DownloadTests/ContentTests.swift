import Foundation
import Synchronization
import TestSupport
import Testing

@testable import VideoGeneration
@testable import VideoGenerationCore

/// What came is a video, or it is not stored.
@Suite(.timeLimit(.minutes(20)))
struct ContentTests {
    let film = TestVideo.make(size: 100_000)

    @Test("D38 A good download leaves the file and nothing else")
    func wholeFile() async throws {
        let film = film
        let fixture = try Fixture { request, _ in FakeHost.serve(film, to: request) }
        let stored = try await fixture.run()
        #expect(try fixture.bytes(fixture.destination) == film)
        #expect(stored.bytes == 100_000)
        #expect((stored.width, stored.height, stored.seconds, stored.codec) == (1280, 720, 6, "avc1"))
        #expect(stored.path == fixture.destination)
        #expect(try fixture.leftovers == ["out.mp4", "parts"])
    }

    @Test("D4 A compressed video is refused: the request was for identity")
    func compressed() async throws {
        let film = film
        let fixture = try Fixture { request, _ in
            FakeHost.serve(film, to: request).with { $0.fields["Content-Encoding"] = "gzip" }
        }
        #expect(try await fixture.failure().code == .malformedResponse)
        #expect(try fixture.bytes(fixture.destination) == nil)
    }

    @Test(
        "D13 A page or an error in the place of a video is not stored, whatever it calls itself",
        arguments: ["text/html", "application/json", "video/mp4", nil],
        ["<!DOCTYPE html><h1>Sign in</h1>", "{\"error\":{\"message\":\"not ready\"}}", " \n{\"a\":1}", "<"]
    )
    func page(type: String?, text: String) async throws {
        let fixture = try Fixture { _, _ in
            var reply = FakeHost.Reply.status(200, [:], text)
            reply.fields["Content-Type"] = type
            return reply
        }
        let error = try await fixture.failure()
        #expect([.notAVideo, .malformedResponse].contains(error.code))
        #expect(try fixture.bytes(fixture.destination) == nil)
        #expect(try fixture.disk.size(of: fixture.part) ?? 0 == 0)
    }

    @Test("D13 A page in the middle of a download does not cost the part")
    func pageInBetween() async throws {
        let film = film
        let fixture = try Fixture { request, number in
            switch number {
            case 0: FakeHost.serve(film, to: request).cut(after: 40_000)
            case 1: .status(200, ["Content-Type": "text/html"], "<html>Sign in to the hotel</html>")
            default: FakeHost.serve(film, to: request)
            }
        }
        try await fixture.run()
        #expect(fixture.host.ranges == ["", "bytes=40000-", "bytes=40000-"])
        #expect(try fixture.bytes(fixture.destination) == film)
    }

    @Test("D14 No bytes at all are an error")
    func empty() async throws {
        let fixture = try Fixture { _, _ in .status(200, ["Content-Length": "0", "Content-Type": "video/mp4"]) }
        #expect(try await fixture.failure().code == .notAVideo)
        #expect(try fixture.bytes(fixture.destination) == nil)
    }

    @Test("D34 A body that begins well and is zeros behind is refused by the walk over its boxes")
    func zeros() async throws {
        let film = film
        let bad = Array(film[..<40]) + TestVideo.zeros(60_000)
        let fixture = try Fixture { request, _ in FakeHost.serve(bad, to: request) }
        let error = try await fixture.failure()
        #expect(error.code == .notAVideo)
        #expect(error.message.contains("zeros"))
        #expect(error.advice?.contains(fixture.part) == true)
        #expect(try fixture.bytes(fixture.destination) == nil)
    }

    @Test("D34 What did not pass is fetched once more")
    func secondChance() async throws {
        let film = film
        let fixture = try Fixture { request, number in
            FakeHost.serve(number == 0 ? Array(film[..<40]) + TestVideo.zeros(99_960) : film, to: request)
        }
        try await fixture.run()
        #expect(try fixture.bytes(fixture.destination) == film)
    }

    @Test(
        "D37 A size beyond the cap is refused before a byte is written",
        arguments: ["1000000000000000", "2147483649"]
    )
    func hugeLength(_ length: String) async throws {
        let fixture = try Fixture { _, _ in
            .status(200, ["Content-Length": length], "xxxxftypisom").with { $0.chunk = 1 }
        }
        #expect(try await fixture.failure().code == .sizeLimitExceeded)
        #expect(try fixture.disk.size(of: fixture.part) == 0)
    }

    @Test("D37 A range that ends beyond the cap is refused before a byte is written, whatever it says of the whole")
    func hugeRange() async throws {
        let fixture = try Fixture { _, _ in
            .status(206, ["Content-Range": "bytes 0-9223372036854775806/*"], "xxxxftypisom").with { $0.chunk = 1 }
        }
        #expect(try await fixture.failure().code == .sizeLimitExceeded)
        #expect(try fixture.disk.size(of: fixture.part) == 0)
    }

    @Test("D37 A body of unknown length is stopped at the cap")
    func endless() async throws {
        let film = film
        let fixture = try Fixture { request, _ in
            FakeHost.serve(film, to: request).with { $0.fields["Content-Length"] = nil }
        }
        #expect(try await fixture.failure(nil, DownloadLimits(maximumSize: 50_000)).code == .sizeLimitExceeded)
        #expect(try fixture.disk.size(of: fixture.part) ?? 0 <= 50_000)
    }

    @Test("A hash that the provider told is held against what came")
    func toldHash() async throws {
        let film = film
        let fixture = try Fixture { request, _ in FakeHost.serve(film, to: request) }
        var output = VideoOutput(fixture.link)
        output.sha256 = String(repeating: "0", count: 64)
        #expect(try await fixture.failure(try fixture.order([output])).code == .notAVideo)
        var plain = PlainSHA256()
        film.withUnsafeBytes { plain.update($0) }
        let hash = plain.finish().map { String(format: "%02X", $0) }.joined()
        output.sha256 = hash
        let stored = try await fixture.run(try fixture.order([output]))
        #expect(stored.sha256 == hash.lowercased())
    }

    @Test("JSON in the place of a video leads on to the link in it")
    func jsonWithLink() async throws {
        let film = film
        let fixture = try Fixture { request, number in
            number == 0
                ? .status(200, ["Content-Type": "application/json"], "{\"video_url\":\"…\"}")
                : FakeHost.serve(film, to: request)
        }
        let backup = fixture.backup
        let order = try fixture.order(reinterpret: { response, _ in
            #expect(response.body.first == UInt8(ascii: "{"))
            return [VideoOutput(backup)]
        })
        try await fixture.run(order)
        #expect(fixture.host.requests.last?.url == backup)
        #expect(try fixture.bytes(fixture.destination) == film)
    }

    @Test("JSON that leads to JSON for ever ends")
    func jsonForEver() async throws {
        let fixture = try Fixture { _, _ in .status(200, [:], "{\"url\":1}") }
        let link = fixture.link
        let order = try fixture.order(reinterpret: { _, _ in [VideoOutput(link)] })
        #expect(try await fixture.failure(order).code == .notAVideo)
        #expect(fixture.host.requests.count < 20)
    }

    @Test("A task that is still running behind its content route is waited for")
    func stillRunning() async throws {
        let film = film
        let fixture = try Fixture { request, number in
            number < 3 ? .status(400, [:], "{\"error\":\"not completed\"}") : FakeHost.serve(film, to: request)
        }
        try await fixture.run(
            try fixture.order(reinterpret: { _, _ in
                throw VideoError(.outputMissing, "The video is not there yet.", isTransient: true)
            })
        )
        #expect(try fixture.bytes(fixture.destination) == film)
    }
}
