import Foundation
import LoopbackHTTP
import Synchronization
import TestSupport
import Testing

@testable import VideoGeneration
@testable import VideoGenerationCore

@Suite("Deadlines of our own", .ownThread)
struct DeadlineTests {
    private static let drip: ScriptedServer.Behaviour = { _, connection in
        connection.write("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
        // What drips has to take real time: the deadlines are the machine's.
        while connection.write("x") { usleep(20_000) }
        return false
    }

    /// An exchange that a deadline ends; a longer one where a busy machine did not let it come so far.
    private func expectEnd(
        _ stack: Stack,
        _ behaviour: @escaping ScriptedServer.Behaviour,
        by limits: (Duration) -> HTTPTimeouts,
        where isRight: (HTTPTransportError) -> Bool
    ) async throws {
        let server = try ScriptedServer(["/": behaviour])
        defer { server.stop() }
        let url = try server.url("/")
        var errors: [HTTPTransportError] = []
        for deadline in [.milliseconds(400), .seconds(4), .seconds(40)] as [Duration] {
            let start = ContinuousClock.now
            let error = try await failure {
                try await stack.transport.send(HTTPRequest(.get, url), timeouts: limits(deadline), to: CountingSink())
            }
            #expect(ContinuousClock.now - start >= deadline)
            #expect(error.code == .timedOut)
            if isRight(error) { return }
            errors.append(error)
        }
        Issue.record("not one of these is right: \(errors)")
    }

    @Test("C6 a drip ends at the total deadline", arguments: Stack.keeping(6))
    func drip(stack: Stack) async throws {
        try await expectEnd(stack, Self.drip, by: { HTTPTimeouts(total: $0) }) { error in
            guard case .bodyReceived(let count) = error.progress else { return false }
            return count > 0
        }
    }

    @Test("C7 a deadline of 0.4 s does not fire early", arguments: Stack.keeping(7))
    func head(stack: Stack) async throws {
        try await expectEnd(stack, ScriptedServer.silence, by: { HTTPTimeouts(head: $0) }) { $0.progress == .sent }
    }

    @Test("D27 silence in the middle of a body ends at the idle deadline", arguments: [Stack.system])
    func idle(stack: Stack) async throws {
        let behaviour: ScriptedServer.Behaviour = { _, connection in
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc")
            _ = connection.readSome()
            return false
        }
        try await expectEnd(stack, behaviour, by: { HTTPTimeouts(idle: $0, total: nil) }) {
            $0.progress == .bodyReceived(3)
        }
    }

    @Test("D28 a body below the minimum speed ends, and the error says so", arguments: [Stack.system])
    func tooSlow(stack: Stack) async throws {
        try await expectEnd(stack, Self.drip, by: { HTTPTimeouts(idle: $0, total: nil, minimumSpeed: 10_000) }) {
            $0.message.contains("bytes per second")
        }
    }

    @Test(
        "A caller that is slow for longer than the idle deadline is not the server's fault",
        arguments: Stack.keeping(17)
    )
    func slowCaller(stack: Stack) async throws {
        let server = try ScriptedServer(["/": ScriptedServer.zeros(2_000_000)])
        defer { server.stop() }
        let url = try server.url("/")
        // Long enough for a busy machine to fill the buffer meanwhile.
        let idle = Duration.seconds(2)
        let chunks = Atomic(0)
        let sink = CountingSink { _ in
            // A real wait: the slowness is the subject.
            if chunks.add(1, ordering: .relaxed).newValue <= 2 { try await Task.sleep(for: idle * 1.2) }
        }
        let limits = HTTPTimeouts(idle: idle, total: nil, minimumSpeed: 1 << 40)
        try await stack.transport.send(HTTPRequest(.get, url), timeouts: limits, to: sink)
        #expect(sink.bytes == 2_000_000)
    }

    #if !canImport(Darwin)
    @Test("A caller that blocks the thread on which bytes are received does not make the server slow")
    func blockingCaller() async throws {
        let taken = DispatchSemaphore(value: 0)
        let behaviour: ScriptedServer.Behaviour = { _, connection in
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: 60000\r\n\r\n")
            for _ in 0..<3 {
                connection.write([UInt8](repeating: 0x30, count: 20_000))
                _ = taken.wait(timeout: .now() + 30)
            }
            return true
        }
        let server = try ScriptedServer(["/": behaviour])
        defer { server.stop() }
        let url = try server.url("/")
        // Long enough for a busy machine to bring the next bytes.
        let idle = Duration.seconds(2)
        let sink = CountingSink { _ in
            // A real wait: the blocked thread is the subject.
            usleep(UInt32(idle.milliseconds * 1200))
            taken.signal()
        }
        let limits = HTTPTimeouts(idle: idle, total: nil, minimumSpeed: 1 << 20)
        try await CurlTransport(environment: [:]).send(HTTPRequest(.get, url), timeouts: limits, to: sink)
        #expect(sink.bytes == 60_000)
    }
    #endif
}

/// The same rules as a table, without a network.
@Suite("Deadlines as a value")
struct HTTPDeadlinesTests {
    private let start = ContinuousClock.now
    private let limits = HTTPTimeouts(
        head: .seconds(5),
        idle: .seconds(2),
        total: .seconds(30),
        minimumSpeed: 100,
        cancellationGrace: .seconds(3)
    )

    @Test("The head deadline counts from the start and ends with the head")
    func head() {
        var deadlines = DeadlineWatch(limits, start: start)
        #expect(deadlines.next == start + .seconds(5))
        #expect(deadlines.passed(at: start + .milliseconds(4999)) == nil)
        #expect(deadlines.passed(at: start + .seconds(5)) == .head)
        deadlines.headArrived(at: start + .seconds(4))
        #expect(deadlines.passed(at: start + .milliseconds(5999)) == nil)
        #expect(deadlines.passed(at: start + .seconds(6)) == .idle)
    }

    @Test("Every byte restarts the idle deadline, and the speed is judged over a whole window")
    func idle() {
        var deadlines = DeadlineWatch(limits, start: start)
        deadlines.headArrived(at: start)
        deadlines.received(300, at: start + .seconds(1))
        #expect(deadlines.passed(at: start + .seconds(2)) == nil)
        #expect(deadlines.next == start + .seconds(3))
        deadlines.received(10, at: start + .seconds(3))
        #expect(deadlines.passed(at: start + .seconds(4)) == .tooSlow)
    }

    @Test("Nothing but the total deadline counts while the caller is behind")
    func held() {
        var deadlines = DeadlineWatch(limits, start: start)
        deadlines.headArrived(at: start)
        deadlines.hold()
        #expect(deadlines.next == start + .seconds(30))
        #expect(deadlines.passed(at: start + .seconds(20)) == nil)
        deadlines.resume(at: start + .seconds(20))
        #expect(deadlines.next == start + .seconds(22))
        #expect(deadlines.passed(at: start + .seconds(30)) == .total)
    }

    @Test("Time in which the receiving thread was held up is nobody's silence")
    func shift() {
        var deadlines = DeadlineWatch(limits, start: start)
        deadlines.shift(by: .seconds(5))
        #expect(deadlines.passed(at: start + .seconds(9)) == nil)
        deadlines.headArrived(at: start + .seconds(9))
        deadlines.shift(by: .seconds(5))
        #expect(deadlines.passed(at: start + .seconds(15)) == nil)
        #expect(deadlines.passed(at: start + .seconds(16)) == .idle)
    }

    @Test("The grace counts from the first cancellation")
    func grace() {
        var deadlines = DeadlineWatch(limits, start: start)
        deadlines.cancel(at: start + .seconds(1))
        deadlines.cancel(at: start + .seconds(3))
        #expect(deadlines.next == start + .seconds(4))
        #expect(deadlines.passed(at: start + .seconds(4)) == .grace)
    }
}
