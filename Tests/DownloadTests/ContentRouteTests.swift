import Foundation
import TestSupport
import Testing
import VideoGenerationTesting

@testable import VideoGeneration
@testable import VideoGenerationCore

@Suite(.timeLimit(.minutes(20))) struct ContentRouteTests {
    private let film = TestVideo.make(size: 90_000, seed: 3)
    private static let route = "https://api.example/v1/videos/1/content"

    private func order(_ fixture: Fixture, _ outputs: [VideoOutput]? = nil, ended: TimeInterval? = nil) throws
        -> TestDownload
    {
        var order = try fixture.order(outputs, key: "sk-secret-0123456789")
        order.contentRoute = VideoOutput(try #require(HTTPURL(Self.route)), needsCredential: true)
        order.endedAt = ended.map { fixture.clock.now.addingTimeInterval(-$0) }
        return order
    }

    @Test(
        "A link that is dead, forbidden or missing gives way to the content route, at once",
        arguments: [401, 403, 404, 410]
    )
    func dead(_ status: Int) async throws {
        let film = film
        let fixture = try Fixture { request, _ in
            request.url.string == Self.route ? FakeHost.serve(film, to: request) : .status(status)
        }
        try await fixture.run(try order(fixture, ended: 0))
        #expect(try fixture.bytes(fixture.destination) == film)
        #expect(fixture.waits.isEmpty)
        #expect(
            fixture.host.requests.map { $0.fields["Authorization"] != nil } == [false, true],
            "the key goes home only"
        )
    }

    @Test(
        "A link that may not be followed gives way to it, and nothing is sent there",
        arguments: [
            "https://10.0.0.1/v.mp4", "http://cdn.example/v.mp4", "https://cdn.example:8443/v.mp4",
            "https://nas.local/v",
        ]
    )
    func notAllowed(_ text: String) async throws {
        let film = film
        let fixture = try Fixture { request, _ in FakeHost.serve(film, to: request) }
        let inside = try #require(HTTPURL(text))
        try await fixture.run(try order(fixture, [VideoOutput(inside)]))
        #expect(fixture.host.requests.map(\.url.string) == [Self.route])
    }

    @Test("A redirect to a private host gives way to it")
    func redirect() async throws {
        let film = film
        let fixture = try Fixture { request, _ in
            request.url.string == Self.route
                ? FakeHost.serve(film, to: request) : .status(302, ["Location": "https://192.168.0.1/v.mp4"])
        }
        try await fixture.run(try order(fixture))
        #expect(fixture.host.requests.map(\.url.origin.host) == ["cdn.example", "api.example"])
    }

    @Test("A host that cannot be reached gives way to it once it was tried often enough")
    func unreachable() async throws {
        let film = film
        let fixture = try Fixture { request, _ in
            guard request.url.string == Self.route else {
                throw HTTPTransportError(.connectionFailed, .notSent, "refused")
            }
            return FakeHost.serve(film, to: request)
        }
        try await fixture.run(try order(fixture))
        #expect(fixture.host.requests.count > 2)
        #expect(try fixture.bytes(fixture.destination) == film)
    }

    @Test("A link that worked and expired is replaced by a fresh one, which goes on with the part")
    func expired() async throws {
        let film = film
        let fixture = try Fixture { request, number in
            switch number {
            case 0: FakeHost.serve(film, to: request).cut(after: 40_000)
            case 1: .status(403)
            default: FakeHost.serve(film, to: request)
            }
        }
        try await fixture.run(try order(fixture))
        #expect(!fixture.host.requests.contains { $0.url.string == Self.route })
        #expect(fixture.host.ranges == ["", "bytes=40000-", "bytes=40000-"])
    }

    @Test("Where the content route has nothing either, fresh links are asked for, and then it is over")
    func nowhere() async throws {
        let fixture = try Fixture { _, _ in .status(404) }
        #expect(try await fixture.failure(try order(fixture, ended: 61)).code == .outputExpired)
        #expect(fixture.host.requests.count == 6)
    }

    @Test("A video that is not in its store yet is asked for again for 30 s", arguments: [403, 404])
    func settling(_ status: Int) async throws {
        let film = film
        let fixture = try Fixture { request, number in number < 5 ? .status(status) : FakeHost.serve(film, to: request)
        }
        var order = try fixture.order()
        order.endedAt = fixture.clock.now.addingTimeInterval(-5)
        try await fixture.run(order)
        #expect(try fixture.bytes(fixture.destination) == film)
        #expect(fixture.waits.suffix(3) == [.seconds(2), .seconds(4), .seconds(8)])
    }

    @Test(
        "and not longer, nor where the end was a minute ago or is not known",
        arguments: [5, 61, nil] as [TimeInterval?]
    )
    func settled(_ ago: TimeInterval?) async throws {
        let fixture = try Fixture { _, _ in .status(404) }
        var order = try fixture.order()
        order.endedAt = ago.map { fixture.clock.now.addingTimeInterval(-$0) }
        #expect(try await fixture.failure(order).code == .outputExpired)
        let waited = fixture.waits.reduce(.zero, +)
        #expect(ago == 5 ? (.seconds(30) ... .seconds(32)).contains(waited) : waited < .seconds(5))
    }

    @Test("A list of links that is too large to be read gives way to the content route")
    func tooLarge() async throws {
        let film = film
        let fixture = try Fixture { request, _ in FakeHost.serve(film, to: request) }
        var order = try order(fixture, [])
        order.journal.links = { throw VideoError(.sizeLimitExceeded, "The answer is too large.") }
        try await fixture.run(order)
        #expect(fixture.host.requests.map(\.url.string) == [Self.route])
    }
}
