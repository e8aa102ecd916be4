import Foundation
import Synchronization
import TestSupport
import Testing

@testable import VideoGeneration
@testable import VideoGenerationCore

/// Links expire, move and lead astray; the key goes to its own origin alone.
@Suite(.timeLimit(.minutes(20)))
struct LinkTests {
    let film = TestVideo.make(size: 100_000)

    @Test("D15 A link that expires halfway is replaced by a fresh one, and the same part goes on")
    func expiresHalfway() async throws {
        let film = film
        let fixture = try Fixture { request, number in
            if request.url.query == "Signature=new" { return FakeHost.serve(film, to: request) }
            return number == 0 ? FakeHost.serve(film, to: request).cut(after: 40_000) : .status(403)
        }
        let fresh = try #require(HTTPURL("https://other-cdn.example/v2/film.mp4?Signature=new"))
        try await fixture.run(try fixture.order(fresh: { [VideoOutput(fresh)] }))
        #expect(fixture.host.ranges == ["", "bytes=40000-", "bytes=40000-"])
        #expect(try fixture.bytes(fixture.destination) == film)
    }

    @Test("D15 A fresh link to other bytes begins anew")
    func freshLinkToOtherBytes() async throws {
        let film = film
        let new = TestVideo.make(size: 90_000, seed: 5)
        let fixture = try Fixture { request, number in
            if request.url.query == "Signature=new" { return FakeHost.serve(new, to: request, tag: "\"tag-2\"") }
            return number == 0 ? FakeHost.serve(film, to: request).cut(after: 40_000) : .status(410)
        }
        let fresh = try #require(HTTPURL("https://cdn.example/v/film.mp4?Signature=new"))
        try await fixture.run(try fixture.order(fresh: { [VideoOutput(fresh)] }))
        #expect(try fixture.bytes(fixture.destination) == new)
    }

    @Test("D16 A video that is gone is outputExpired, with a message for the user", arguments: [401, 403, 404, 410])
    func gone(_ status: Int) async throws {
        let asked = Mutex(0)
        let fixture = try Fixture { _, _ in .status(status, [:], "<Error>Request has expired</Error>") }
        let link = fixture.link
        let error = try await fixture.failure(
            try fixture.order(fresh: {
                asked.withLock { $0 += 1 }
                return [VideoOutput(link)]
            })
        )
        #expect(error.code == .outputExpired)
        #expect(error.httpStatus == status)
        #expect(error.advice?.contains("bought") == true)
        #expect(!"\(error)".contains("s3cr3t"))
        #expect(asked.withLock { $0 } == 2)
    }

    @Test("D16 A provider that no longer knows the task when asked for a fresh link says the same")
    func goneAtProvider() async throws {
        let fixture = try Fixture { _, _ in .status(403) }
        let error = try await fixture.failure(
            try fixture.order(fresh: { throw VideoError(.taskNotFound, "No such task.", taskID: "t-1") })
        )
        #expect(error.code == .outputExpired)
        #expect(error.taskID == "t-1")
    }

    @Test("D17 K6 A redirect to a CDN carries no key; the provider's own hop does")
    func keyStaysHome() async throws {
        let film = film
        let fixture = try Fixture { request, _ in
            request.url.origin.host == "api.example"
                ? .status(302, ["Location": "https://cdn.example/f.mp4?sig=1", "Set-Cookie": "a=b"])
                : FakeHost.serve(film, to: request)
        }
        let content = try #require(HTTPURL("https://api.example/v1/videos/1/content"))
        try await fixture.run(
            try fixture.order([VideoOutput(content, needsCredential: true)], key: "sk-secret-0123456789")
        )
        let (home, away) = (fixture.host.requests[0], fixture.host.requests[1])
        #expect(home.fields["Authorization"] == "Bearer sk-secret-0123456789")
        #expect(home.peers == .any)
        #expect(away.fields["Authorization"] == nil && away.fields["Cookie"] == nil)
        #expect(away.peers == .publicOnly)
    }

    @Test("D17 A redirect carries the key to a trusted origin only if that origin gets it", arguments: [true, false])
    func trustedRedirect(getsKey: Bool) async throws {
        let film = film
        let fixture = try Fixture { request, _ in
            request.url.origin.host == "api.example"
                ? .status(302, ["Location": "https://files.example/f.mp4"]) : FakeHost.serve(film, to: request)
        }
        let origins = try [#require(HTTPURL("https://api.example")), #require(HTTPURL("https://files.example"))]
        let content = try #require(HTTPURL("https://api.example/v1/videos/1/content"))
        var order = try fixture.order([VideoOutput(content, needsCredential: true)])
        let authorizer = KeyAuthorizer(try Secret("sk-secret-0123456789"), in: "x-goog-api-key", prefix: "")
        order.credential = Credential(authorizer, for: origins.prefix(getsKey ? 2 : 1).map(\.origin))
        try await fixture.run(order)
        #expect(fixture.host.requests.map { $0.fields["x-goog-api-key"] != nil } == [true, getsKey])
    }

    @Test("An authorizer is asked for each request of a download, at its time, and one that fails sends nothing")
    func signedDownload() async throws {
        struct Clocked: RequestAuthorizer {
            var isBroken = false
            func fields(for request: HTTPRequest, at date: Date) async throws -> HTTPFields {
                if isBroken { throw HTTPTransportError(.connectionLost, .sent, "The token server is down.") }
                return ["X-Signature": "\(Int(date.timeIntervalSince1970)) \(request.fields["Range"] ?? "whole")"]
            }
            func scrubbing(_ text: String) -> String { text }
        }
        let film = film
        let fixture = try Fixture { request, number in
            let reply = FakeHost.serve(film, to: request).with { $0.delay = .seconds(1) }
            return number == 0 ? reply.cut(after: 40_000) : reply
        }
        var order = try fixture.order([VideoOutput(fixture.link, needsCredential: true)])
        order.credential = Credential(Clocked(), for: [fixture.link.origin])
        try await fixture.run(order)
        let signatures = fixture.host.requests.compactMap { $0.fields["X-Signature"] }
        #expect(signatures.count == 2 && signatures[0] == "1790000000 whole")
        #expect(signatures[1].hasSuffix(" bytes=40000-") && signatures[1].prefix(10) > signatures[0].prefix(10))

        let count = fixture.host.requests.count
        var broken = try fixture.order([VideoOutput(fixture.link, needsCredential: true)], replacing: true)
        broken.credential = Credential(Clocked(isBroken: true), for: [fixture.link.origin])
        #expect(try await fixture.failure(broken).code == .authenticationFailed)
        #expect(fixture.host.requests.count == count)
    }

    @Test("D17 A CDN link never gets the key, even if it claims to need it")
    func claimedKey() async throws {
        let film = film
        let fixture = try Fixture { request, _ in FakeHost.serve(film, to: request) }
        try await fixture.run(
            try fixture.order([VideoOutput(fixture.link, needsCredential: true)], key: "sk-secret-0123456789")
        )
        #expect(fixture.host.requests.allSatisfy { $0.fields["Authorization"] == nil })
    }

    @Test(
        "D18 A redirect to a place that is not public, or from https to http, is not followed",
        arguments: [
            "http://cdn.example/f.mp4", "https://127.0.0.1/f", "https://169.254.169.254/latest/meta-data",
            "https://[::1]/f", "https://localhost./f", "https://localhost/f", "https://①②⑦.0.0.1/f",
            "https://2130706433/f", "https://0x7f.1/f", "https://127.1/f", "https://10.0.0.1/f",
            "https://[::ffff:10.0.0.1]/f", "https://router/f", "https://nas.local/f", "https://db.internal/f",
            "https://user:pw@cdn.example/f", "ftp://cdn.example/f", "file:///etc/passwd",
            "https://cdn.example:22/f", "//localhost/f", "https://",
        ]
    )
    func unsafeRedirect(_ location: String) async throws {
        let fixture = try Fixture { _, _ in
            // A header's bytes that are not ASCII stay what they are.
            var reply = FakeHost.Reply.status(302)
            reply.fields["Location"] = location
            return reply
        }
        #expect(try await fixture.failure().code == .unsafeURL)
        #expect(Set(fixture.host.requests.map(\.url.origin.host)) == ["cdn.example"])
    }

    @Test("D19 The sixth redirect is not followed, and a loop neither")
    func tooManyRedirects() async throws {
        let film = film
        let five = try Fixture { request, number in
            number < 5 ? .status(302, ["Location": "/hop/\(number)"]) : FakeHost.serve(film, to: request)
        }
        try await five.run()
        #expect(try five.bytes(five.destination) == film)
        let loop = try Fixture { _, _ in .status(307, ["Location": "/loop"]) }
        #expect(try await loop.failure().code == .unsafeURL)
        #expect(loop.host.requests.count == 6 * 3)
    }

    @Test(
        "D20 A relative Location is resolved by RFC 3986, and a signature stays byte for byte",
        arguments: [
            ("out.mp4", "https://cdn.example/v/out.mp4"),
            ("/a%2Fb?sig=x%2By", "https://cdn.example/a%2Fb?sig=x%2By"),
            ("../b/./c?d=/../e", "https://cdn.example/b/c?d=/../e"),
            ("//other.example/x?y", "https://other.example/x?y"),
            ("?z=1", "https://cdn.example/v/film.mp4?z=1"),
        ]
    )
    func relativeRedirect(_ location: String, _ target: String) async throws {
        let film = film
        let fixture = try Fixture { request, number in
            number == 0 ? .status(302, ["Location": location]) : FakeHost.serve(film, to: request)
        }
        try await fixture.run()
        #expect(fixture.host.requests[1].url.string == target)
    }

    @Test("The backup link is used when the first fails, without a wait")
    func backupAfterFailure() async throws {
        let film = film
        let fixture = try Fixture { request, _ in
            if request.url.origin.host == "cdn.example" {
                throw HTTPTransportError(.connectionFailed, .notSent, "refused")
            }
            return FakeHost.serve(film, to: request)
        }
        try await fixture.run(try fixture.order([VideoOutput(fixture.link, backupLinks: [fixture.backup])]))
        #expect(fixture.waits.isEmpty)
        #expect(try fixture.bytes(fixture.destination) == film)
    }

    @Test("A backup link goes on with the part only where it holds the same file")
    func backupWithOtherTag() async throws {
        let film = film
        let new = TestVideo.make(size: 90_000, seed: 4)
        let fixture = try Fixture { request, _ in
            request.url.origin.host == "cdn.example"
                ? FakeHost.serve(film, to: request).cut(after: 30_000)
                : FakeHost.serve(new, to: request, tag: "\"other\"")
        }
        try await fixture.run(try fixture.order([VideoOutput(fixture.link, backupLinks: [fixture.backup])]))
        #expect(fixture.host.ranges == ["", "bytes=30000-"])
        #expect(try fixture.bytes(fixture.destination) == new)
    }

    @Test("Where no link is known, the provider is asked first")
    func asksForLinks() async throws {
        let film = film
        let fixture = try Fixture { request, _ in FakeHost.serve(film, to: request) }
        let link = fixture.link
        try await fixture.run(try fixture.order([], fresh: { [VideoOutput(link)] }))
        #expect(try fixture.bytes(fixture.destination) == film)
        #expect(try await fixture.failure(try fixture.order([], replacing: true, fresh: { [] })).code == .outputMissing)
    }

    @Test("A host that is busy is asked again when it says so", arguments: [429, 503])
    func retryAfter(_ status: Int) async throws {
        let film = film
        let fixture = try Fixture { request, number in
            number == 0 ? .status(status, ["Retry-After": "7"]) : FakeHost.serve(film, to: request)
        }
        try await fixture.run()
        #expect(fixture.waits.count == 1)
        #expect(fixture.waits[0] >= .seconds(7))
    }

    @Test("A provider on this machine may give links to this machine, and to no other over http")
    func loopbackProvider() async throws {
        let film = film
        let fixture = try Fixture { request, _ in FakeHost.serve(film, to: request) }
        let local = try #require(HTTPURL("http://127.0.0.1:9/f.mp4"))
        try await fixture.run(try fixture.order([VideoOutput(local)], origin: "http://127.0.0.1:8"))
        let remote = try #require(HTTPURL("http://cdn.example/f.mp4"))
        let order = try fixture.order([VideoOutput(remote)], origin: "http://127.0.0.1:8", replacing: true)
        #expect(try await fixture.failure(order).code == .unsafeURL)
        #expect(fixture.host.requests.count == 1)
    }

    @Test("K2 No error of a download holds a key or a signature", arguments: [0, 401, 404, 418, 500, 302, 200])
    func errorsHoldNoSecret(_ status: Int) async throws {
        let fixture = try Fixture { request, _ in
            if status == 0 { throw HTTPTransportError(.connectionFailed, .notSent, "refused") }
            return .status(status, ["Location": "https://10.0.0.1/?Signature=s3cr3t"], "sk-secret-0123456789")
        }
        let error = try await fixture.failure(
            try fixture.order([VideoOutput(fixture.link, needsCredential: true)], key: "sk-secret-0123456789")
        )
        var text = "\(error) \(error.message) \(error.advice ?? "")"
        dump(error, to: &text)
        #expect(!text.contains("s3cr3t") && !text.contains("sk-secret") && !text.contains("Signature"))
    }
}
