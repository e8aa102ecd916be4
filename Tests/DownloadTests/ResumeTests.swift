import Foundation
import Synchronization
import TestSupport
import Testing

@testable import VideoGeneration
@testable import VideoGenerationCore

/// A part and the rest of it: only bytes that belong together are put together.
@Suite(.timeLimit(.minutes(20)))
struct ResumeTests {
    let film = TestVideo.make(size: 100_000)

    /// A host whose first answer breaks after some bytes, and whose later ones are as a test wants them.
    private func cutOnce(
        after count: Int = 40_000,
        tag: String? = "\"tag-1\"",
        then later: @escaping @Sendable (HTTPRequest, FakeHost.Reply) throws -> FakeHost.Reply = { $1 }
    ) throws -> Fixture {
        let film = film
        return try Fixture { request, number in
            let reply = FakeHost.serve(film, to: request, tag: tag)
            return number == 0 ? reply.cut(after: count) : try later(request, reply)
        }
    }

    @Test("D1 A body cut short is no file; its bytes are kept, and the next run goes on behind them")
    func cutBody() async throws {
        let isDown = Mutex(true)
        let fixture = try cutOnce(after: 5_000) { _, reply in
            if isDown.withLock({ $0 }) { throw HTTPTransportError(.connectionFailed, .notSent, "down") }
            return reply
        }
        #expect(try await fixture.failure().code == .notSent)
        #expect(try fixture.bytes(fixture.destination) == nil)
        #expect(try fixture.bytes(fixture.part) == Array(film[..<5_000]))
        isDown.withLock { $0 = false }
        try await fixture.run()
        #expect(try fixture.bytes(fixture.destination) == film)
        #expect(fixture.host.ranges.last == "bytes=5000-")
        #expect(fixture.host.requests.last?.fields["If-Range"] == "\"tag-1\"")
        #expect(try fixture.leftovers == ["out.mp4", "parts"])
    }

    @Test("D2 A chunked body that was cut in the middle is continued")
    func cutChunkedBody() async throws {
        let film = film
        let fixture = try Fixture { request, number in
            let reply = FakeHost.serve(film, to: request)
            return number == 0 ? reply.with { $0.fields["Content-Length"] = nil }.cut(after: 30_000) : reply
        }
        try await fixture.run()
        #expect(try fixture.bytes(fixture.destination) == film)
        #expect(fixture.host.ranges == ["", "bytes=30000-"])
    }

    @Test("D3 A body without a declared length that ends early is refused by its boxes and fetched again")
    func silentlyCutBody() async throws {
        let film = film
        let fixture = try Fixture { request, number in
            let reply = FakeHost.serve(film, to: request).with { $0.fields["Content-Length"] = nil }
            return number == 0 ? reply.with { $0.body = Array(film[..<60_000]) } : reply
        }
        try await fixture.run()
        #expect(try fixture.bytes(fixture.destination) == film)
    }

    @Test("D3 One that always ends early is never a file")
    func alwaysSilentlyCut() async throws {
        let film = film
        let fixture = try Fixture { request, _ in
            FakeHost.serve(film, to: request).with {
                $0.fields["Content-Length"] = nil
                $0.body = Array(film[..<60_000])
            }
        }
        #expect(try await fixture.failure().code == .truncated)
        #expect(try fixture.bytes(fixture.destination) == nil)
    }

    @Test("D5 A resume with a 200 response starts over: the file is not a part and a whole")
    func resumeAnsweredWhole() async throws {
        let film = film
        let fixture = try cutOnce { request, _ in
            FakeHost.serve(film, to: HTTPRequest(.get, request.url))
        }
        try await fixture.run()
        #expect(try fixture.bytes(fixture.destination) == film)
    }

    @Test("D8 If If-Range no longer matches, the new bytes win, and only they")
    func changedMeanwhile() async throws {
        let new = TestVideo.make(size: 80_000, seed: 9)
        let fixture = try cutOnce { request, _ in FakeHost.serve(new, to: request, tag: "\"tag-2\"") }
        try await fixture.run()
        #expect(try fixture.bytes(fixture.destination) == new)
    }

    @Test(
        "D6 D7 D10 A 206 that does not fit in every respect is not appended",
        arguments: [
            ("other offset", "bytes 39999-99999/100000", "\"tag-1\""),
            ("other total", "bytes 40000-99998/99999", "\"tag-1\""),
            ("other tag", "bytes 40000-99999/100000", "\"tag-2\""),
            ("weak tag", "bytes 40000-99999/100000", "W/\"tag-1\""),
            ("no range", nil, "\"tag-1\""),
            ("nonsense", "bytes 40000-/100000", "\"tag-1\""),
            ("backwards", "bytes 99999-40000/100000", "\"tag-1\""),
            ("beyond", "bytes 40000-100000/100000", "\"tag-1\""),
            ("overflow", "bytes 40000-9223372036854775807/*", "\"tag-1\""),
        ] as [(String, String?, String)]
    )
    func mismatch(_ name: String, range: String?, tag: String) async throws {
        let film = film
        let fixture = try cutOnce { request, reply in
            guard request.fields["Range"] != nil else { return FakeHost.serve(film, to: request) }
            return reply.with {
                $0.fields["Content-Range"] = range
                $0.fields["ETag"] = tag
                $0.body = [UInt8](repeating: 0x55, count: 60_000)
            }
        }
        try await fixture.run()
        #expect(try fixture.bytes(fixture.destination) == film)
        #expect(fixture.host.ranges == ["", "bytes=40000-", ""])
    }

    @Test("D9 416 for a part that is the whole file: it is verified and finished")
    func completeAlready() async throws {
        let film = film
        let fixture = try Fixture { request, number in
            let reply = FakeHost.serve(film, to: request)
            return number == 0
                ? reply.with { $0.fields["Content-Length"] = nil }.cut(after: film.count) : reply
        }
        try await fixture.run()
        #expect(try fixture.bytes(fixture.destination) == film)
        #expect(fixture.host.ranges == ["", "bytes=100000-"])
    }

    @Test("D9 416 otherwise: it begins anew")
    func otherwise416() async throws {
        let film = film
        let fixture = try cutOnce { request, _ in
            request.fields["Range"] != nil
                ? .status(416, ["Content-Range": "bytes */20"]) : FakeHost.serve(film, to: request)
        }
        try await fixture.run()
        #expect(try fixture.bytes(fixture.destination) == film)
        #expect(fixture.host.ranges == ["", "bytes=40000-", ""])
    }

    @Test("D11 A 206 of unknown total is taken, and the boxes say whether it is all")
    func unknownTotal() async throws {
        let fixture = try cutOnce { _, reply in
            reply.with { $0.fields["Content-Range"] = "bytes 40000-99999/*" }
        }
        try await fixture.run()
        #expect(try fixture.bytes(fixture.destination) == film)
    }

    @Test("D12 More bytes than promised are an error, and no byte beyond is written")
    func tooManyBytes() async throws {
        let film = film
        let fixture = try Fixture { request, _ in
            FakeHost.serve(film, to: request).with { $0.body += [1, 2, 3] }
        }
        #expect(try await fixture.failure().code == .malformedResponse)
        #expect(try fixture.bytes(fixture.destination) == nil)
        #expect(try fixture.disk.size(of: fixture.part) ?? 0 <= 100_000)
    }

    @Test("D31 Breaks every few megabytes do not add up: progress starts the count of retries anew")
    func manyBreaks() async throws {
        let film = TestVideo.make(size: 3_000_000)
        let fixture = try Fixture { request, _ in FakeHost.serve(film, to: request).cut(after: 60_000) }
        try await fixture.run()
        #expect(try fixture.bytes(fixture.destination) == film)
        #expect(fixture.host.requests.count == 50)
    }

    @Test("D32 Breaks at byte 0 every time end when the tries are used up")
    func neverAByte() async throws {
        let film = film
        let fixture = try Fixture { request, _ in FakeHost.serve(film, to: request).cut(after: 0) }
        #expect(try await fixture.failure().code == .connectionLost)
        #expect(fixture.host.requests.count == RetryPolicy().downloadAttempts)
    }

    @Test("D24 A part that is longer than its sidecar says is cut back to it")
    func unsyncedTail() async throws {
        let isDown = Mutex(true)
        let fixture = try cutOnce { _, reply in
            if isDown.withLock({ $0 }) { throw HTTPTransportError(.connectionFailed, .notSent, "down") }
            return reply
        }
        _ = try await fixture.failure()
        let part = try fixture.disk.open(fixture.part, .update)
        try part.write([UInt8](repeating: 0xEE, count: 70_000), at: 40_000)
        isDown.withLock { $0 = false }
        try await fixture.run()
        #expect(fixture.host.ranges.last == "bytes=40000-")
        #expect(try fixture.bytes(fixture.destination) == film)
    }

    @Test(
        "D36 A sidecar that is broken, of another task or of a longer part is not believed",
        arguments: ["", "{", "[1]", "other", "longer", "backwards", "negative", "version"]
    )
    func untrustedSidecar(_ kind: String) async throws {
        let isDown = Mutex(true)
        let fixture = try cutOnce { _, reply in
            if isDown.withLock({ $0 }) { throw HTTPTransportError(.connectionFailed, .notSent, "down") }
            return reply
        }
        _ = try await fixture.failure()
        let path = fixture.part + ".json"
        let good = String(decoding: try #require(try fixture.bytes(path)), as: UTF8.self)
        let bad =
            switch kind {
            case "other": good.replacing(fixture.id.rawValue, with: "v1-aaaa")
            case "longer": good.replacing("[0,40000]", with: "[0,40001]")
            case "backwards": good.replacing("[0,40000]", with: "[40000,0]")
            case "negative": good.replacing("\"total\":", with: "\"total\":-9223372036854775808,\"was\":")
            case "version": good.replacing("\"version\":1", with: "\"version\":2")
            default: kind
            }
        #expect(bad != good)
        try fixture.disk.remove(path)
        try fixture.disk.open(path, .update).write(Array(bad.utf8), at: 0)
        isDown.withLock { $0 = false }
        try await fixture.run()
        #expect(fixture.host.ranges.last == "")
        #expect(try fixture.bytes(fixture.destination) == film)
    }

    @Test(
        "Without a strong validator nothing is appended",
        arguments: [
            ["ETag": "W/\"weak\""], [:],
            ["Last-Modified": "Sat, 21 Nov 2026 03:50:02 GMT", "Date": "Sat, 21 Nov 2026 03:50:02 GMT"],
        ] as [HTTPFields]
    )
    func weakValidator(_ fields: HTTPFields) async throws {
        let film = film
        let fixture = try Fixture { request, number in
            var reply = FakeHost.serve(film, to: request, tag: nil)
            for field in fields { reply.fields.append(field) }
            return number == 0 ? reply.cut(after: 40_000) : reply
        }
        try await fixture.run()
        #expect(try fixture.bytes(fixture.destination) == film)
        #expect(fixture.host.ranges == ["", ""])
    }

    @Test("A date of last change that lies before the answer is as good as a tag")
    func lastModified() async throws {
        let film = film
        let fixture = try Fixture { request, number in
            let date = "Fri, 20 Nov 2026 03:50:02 GMT"
            var plain = request
            if request.fields["If-Range"] == date { plain.fields["If-Range"] = nil }
            var reply = FakeHost.serve(film, to: plain, tag: nil)
            reply.fields["Last-Modified"] = date
            reply.fields["Date"] = "Sat, 21 Nov 2026 03:50:02 GMT"
            return number == 0 ? reply.cut(after: 40_000) : reply
        }
        try await fixture.run()
        #expect(fixture.host.ranges == ["", "bytes=40000-"])
        #expect(try fixture.bytes(fixture.destination) == film)
    }

    @Test("Nothing secret is in the sidecar: no query, no key")
    func sidecarHoldsNoSecret() async throws {
        let fixture = try cutOnce { _, _ in throw HTTPTransportError(.connectionFailed, .notSent, "down") }
        _ = try await fixture.failure(try fixture.order(key: "sk-secret-0123456789"))
        let text = String(decoding: try #require(try fixture.bytes(fixture.part + ".json")), as: UTF8.self)
        #expect(text.contains("https://cdn.example/v/film.mp4\""))
        #expect(!text.contains("Signature") && !text.contains("s3cr3t") && !text.contains("sk-secret"))
    }
}
