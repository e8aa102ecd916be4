import Foundation
import Synchronization
import Testing
import VideoGenerationTesting

@testable import VideoGeneration

/// A part and the rest of it: only bytes that belong together are put together.
struct ResumeTests {
    let film = TestVideo.make(size: 100_000)

    @Test("D38 A good download leaves the file and nothing else")
    func wholeFile() async throws {
        let film = film
        let fixture = try Fixture { request, _ in FakeHost.serve(film, to: request) }
        let stored = try await fixture.run()
        #expect(try fixture.bytes(fixture.destination) == film)
        #expect(stored.bytes == 100_000)
        #expect((stored.width, stored.height, stored.seconds, stored.codec) == (1280, 720, 6, "avc1"))
        #expect(try fixture.leftovers == ["out.mp4", "parts"])
    }

    @Test("D1 A body cut short is no file; its bytes are kept, and the next run goes on behind them")
    func cutBody() async throws {
        let film = film
        let isCut = Mutex(true)
        let fixture = try Fixture { request, number in
            let reply = FakeHost.serve(film, to: request)
            if number == 0 { return reply.cut(after: 5_000) }
            if isCut.withLock({ $0 }) { throw HTTPTransportError(.connectionFailed, .notSent, "down") }
            return reply
        }
        let error = try await fixture.failure()
        #expect(error.code == .notSent)
        #expect(try fixture.bytes(fixture.destination) == nil)
        #expect(try fixture.bytes(fixture.part) == Array(film[..<5_000]))
        isCut.withLock { $0 = false }
        try await fixture.run()
        #expect(try fixture.bytes(fixture.destination) == film)
        #expect(fixture.host.ranges.last == "bytes=5000-")
        #expect(fixture.host.requests.last?.fields["If-Range"] == "\"tag-1\"")
        #expect(try fixture.leftovers == ["out.mp4", "parts"])
    }
}
