import Foundation
import Synchronization
import TestSupport
import Testing
import VideoGenerationTesting

@testable import VideoGeneration
@testable import VideoGenerationCore

/// Links that stall, drip or are merely slow.
@Suite(.timeLimit(.minutes(20)))
struct SlowTests {
    @Test("D27 A stall is resumed, not a failure")
    func stall() async throws {
        let film = TestVideo.make(size: 100_000)
        let fixture = try Fixture { request, number in
            let reply = FakeHost.serve(film, to: request)
            return number == 0 ? reply.cut(after: 50_000, .timedOut) : reply
        }
        try await fixture.run()
        #expect(fixture.host.ranges == ["", "bytes=50000-"])
        #expect(try fixture.bytes(fixture.destination) == film)
    }

    @Test("D28 A drip for ever ends: bytes under the lowest speed are no progress")
    func drip() async throws {
        let film = TestVideo.make(size: 1_000_000)
        let fixture = try Fixture { request, _ in
            FakeHost.serve(film, to: request)
                .with {
                    $0.chunk = 500
                    $0.delay = .seconds(1)
                }
                .cut(after: 15_000, .timedOut)
        }
        #expect(try await fixture.failure().code == .connectionLost)
        #expect(fixture.host.requests.count == RetryPolicy().downloadAttempts)
        #expect(DownloadLimits().http.minimumSpeed > 500)
    }

    @Test("Where there is another link, the first may be silent for less than two seconds")
    func impatience() async throws {
        let film = TestVideo.make(size: 100_000)
        let heads = Mutex<[Duration]>([])
        let fixture = try Fixture { request, _ in
            if request.url.origin.host == "cdn.example" {
                throw HTTPTransportError(.timedOut, .sent, "No answer.")
            }
            return FakeHost.serve(film, to: request)
        }
        let spy = LimitSpy(fixture.host) { limits in heads.withLock { $0.append(limits.head) } }
        let downloader = VideoDownloader(transport: spy, clock: fixture.clock)
        let order = try fixture.order([VideoOutput(fixture.link, backupLinks: [fixture.backup])])
        _ = try await downloader.download(order)
        #expect(heads.withLock { $0 } == [.milliseconds(1500), .seconds(60)])
    }

    @Test("A first link at a twentieth of the speed is left for the backup within two seconds")
    func slowPrimary() async throws {
        let film = TestVideo.make(size: 3_000_000)
        let switched = Mutex<Duration?>(nil)
        let box = Mutex<Fixture?>(nil)
        let fixture = try Fixture { request, _ in
            let reply = FakeHost.serve(film, to: request)
            guard request.url.origin.host == "cdn.example" else {
                switched.withLock { $0 = box.withLock { $0?.clock.uptime } }
                return reply
            }
            return reply.with {
                $0.chunk = 10_000
                $0.delay = .milliseconds(100)
            }
        }
        box.withLock { $0 = fixture }
        defer { box.withLock { $0 = nil } }
        try await fixture.run(try fixture.order([VideoOutput(fixture.link, backupLinks: [fixture.backup])]))
        #expect(try #require(switched.withLock { $0 }) <= .seconds(2))
        #expect(fixture.host.requests.count == 2)
        #expect(fixture.host.ranges[1].hasPrefix("bytes="))
        #expect(try fixture.bytes(fixture.destination) == film)
    }

    @Test("A slow large file comes over several connections, and each byte once")
    func segments() async throws {
        let film = TestVideo.make(size: 12_000_000)
        let fixture = try Fixture { request, _ in
            FakeHost.serve(film, to: request).with {
                $0.chunk = 100_000
                $0.delay = .milliseconds(50)
            }
        }
        let stored = try await fixture.run()
        #expect(fixture.host.requests.count >= 4)
        #expect(fixture.host.requests.dropFirst().allSatisfy { $0.fields["If-Range"] == "\"tag-1\"" })
        #expect(try fixture.bytes(fixture.destination) == film)
        #expect(stored.sha256.count == 64)
        #expect(try fixture.leftovers == ["out.mp4", "parts"])
    }

    @Test("Small files, and servers that give no parts, get one connection", arguments: [true, false])
    func noSegments(isSmall: Bool) async throws {
        let film = TestVideo.make(size: isSmall ? 6_000_000 : 12_000_000)
        let fixture = try Fixture { request, _ in
            FakeHost.serve(film, to: request).with {
                $0.chunk = 100_000
                $0.delay = .milliseconds(80)
                if !isSmall { $0.fields["Accept-Ranges"] = nil }
            }
        }
        try await fixture.run()
        #expect(fixture.host.requests.count == 1)
        #expect(try fixture.bytes(fixture.destination) == film)
    }

    @Test("A server that welcomes no second connection still gives the whole file")
    func segmentsRefused() async throws {
        let film = TestVideo.make(size: 12_000_000)
        let open = Mutex(0)
        let fixture = try Fixture { request, number in
            let isBounded = request.fields["Range"].map { !$0.hasSuffix("-") } ?? false
            if isBounded { return .status(503) }
            open.withLock { $0 += 1 }
            return FakeHost.serve(film, to: request).with {
                $0.chunk = 100_000
                $0.delay = .milliseconds(50)
            }
        }
        try await fixture.run()
        #expect(open.withLock { $0 } == 2)
        #expect(try fixture.bytes(fixture.destination) == film)
    }

    @Test("Several connections that break are gone on with, and what they brought is kept")
    func segmentsBreak() async throws {
        let film = TestVideo.make(size: 12_000_000)
        let fixture = try Fixture { request, number in
            let reply = FakeHost.serve(film, to: request).with {
                $0.chunk = 100_000
                $0.delay = .milliseconds(50)
            }
            return number.isMultiple(of: 3) ? reply.cut(after: 1_000_000) : reply
        }
        try await fixture.run()
        #expect(try fixture.bytes(fixture.destination) == film)
    }

    @Test("A gap that is answered 416 with the gap's place as the size makes no file with a hole")
    func segmentsHole() async throws {
        let film = TestVideo.make(size: 12_000_000)
        let hole = Mutex<String?>(nil)
        let fixture = try Fixture { request, number in
            let start = request.fields["Range"].map { String($0.dropFirst("bytes=".count).prefix { $0 != "-" }) }
            if number > 0, let start,
                hole.withLock({ hole in
                    hole = hole ?? start
                    return hole == start
                })
            {
                return .status(416, ["Content-Range": "bytes */\(start)"])
            }
            return FakeHost.serve(film, to: request).with {
                $0.chunk = 100_000
                $0.delay = .milliseconds(50)
            }
        }
        let stored = try await fixture.run()
        #expect(stored.bytes == 12_000_000)
        #expect(try fixture.bytes(fixture.destination) == film)
    }

    @Test("Answers of one byte each end, by one connection and by several", arguments: [true, false])
    func oneByte(isSlow: Bool) async throws {
        let film = TestVideo.make(size: 12_000_000)
        let fixture = try Fixture { request, number in
            var reply = FakeHost.serve(film, to: request).with { $0.chunk = 100_000 }
            if number == 0 {
                if isSlow { reply.delay = .milliseconds(50) }
                return isSlow ? reply : reply.cut(after: 1_000_000)
            }
            guard reply.status == 206 else { return reply.cut(after: 100_000) }
            let start = request.fields["Range"].map { $0.dropFirst("bytes=".count).prefix { $0 != "-" } } ?? ""
            reply.fields["Content-Range"] = "bytes \(start)-\(start)/12000000"
            reply.fields["Content-Length"] = "1"
            reply.body = [reply.body[0]]
            return reply
        }
        #expect(try await fixture.failure().isTransient)
        #expect(fixture.host.requests.count < 30)
    }

    @Test("A server that ignores where a range ends loses nobody's share")
    func segmentsTooLong() async throws {
        let film = TestVideo.make(size: 12_000_000)
        let fixture = try Fixture { request, _ in
            var request = request
            if let range = request.fields["Range"] {
                request.fields["Range"] = String(range.prefix { $0 != "-" }) + "-"
            }
            return FakeHost.serve(film, to: request).with {
                $0.chunk = 100_000
                $0.delay = .milliseconds(50)
            }
        }
        try await fixture.run()
        #expect(try fixture.bytes(fixture.destination) == film)
        #expect(fixture.host.requests.count < 20)
    }

    @Test("A server that gives parts to nobody gives the whole file after the split failed")
    func segmentsForbidden() async throws {
        let film = TestVideo.make(size: 12_000_000)
        let fixture = try Fixture { request, _ in
            if request.fields["Range"] != nil { return .status(403) }
            return FakeHost.serve(film, to: request).with {
                $0.chunk = 100_000
                $0.delay = .milliseconds(50)
            }
        }
        try await fixture.run()
        #expect(try fixture.bytes(fixture.destination) == film)
        #expect(fixture.host.ranges.filter(\.isEmpty).count == 2)
    }

    @Test("Parts of another file are not taken by any connection")
    func segmentsOfOtherFile() async throws {
        let film = TestVideo.make(size: 12_000_000)
        let other = TestVideo.make(size: 12_000_000, seed: 8)
        let fixture = try Fixture { request, number in
            let (file, tag) = number > 1 ? (other, "\"b\"") : (film, "\"a\"")
            let reply = FakeHost.serve(file, to: request, tag: tag).with {
                $0.chunk = 100_000
                $0.delay = .milliseconds(50)
            }
            // Else this one might bring all the rest before the others begin.
            return number == 1 ? reply.cut(after: 1_000_000) : reply
        }
        try await fixture.run()
        #expect(try fixture.bytes(fixture.destination) == other)
    }
}

/// Shows a test the timeouts of each exchange.
private struct LimitSpy: HTTPTransport {
    let host: FakeHost
    let saw: @Sendable (HTTPTimeouts) -> Void

    init(_ host: FakeHost, saw: @escaping @Sendable (HTTPTimeouts) -> Void) {
        self.host = host
        self.saw = saw
    }

    func send(_ request: HTTPRequest, timeouts: HTTPTimeouts, to sink: some HTTPSink) async throws {
        saw(timeouts)
        try await host.send(request, timeouts: timeouts, to: sink)
    }
}
