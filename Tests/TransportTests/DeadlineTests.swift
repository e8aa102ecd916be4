import Foundation
import LoopbackHTTP
import Synchronization
import TestSupport
import Testing

@testable import VideoGeneration
@testable import VideoGenerationCore

@Suite("Deadlines of our own", .ownThread, .timeLimit(.minutes(20)))
struct DeadlineTests {
    /// Sends one byte every 20 ms.
    private static let drip: ScriptedServer.Behaviour = { _, connection in
        connection.write("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
        // A real wait: the transport measures its deadlines in real time.
        while connection.write("x") { usleep(20_000) }
        return false
    }

    /// A deadline that includes the connection and the request. A busy machine needs seconds for them.
    private static let whole = Duration.seconds(10)
    /// A deadline that starts with bytes that have already arrived.
    private static let pause = Duration.seconds(4)

    /// Returns the error of one exchange that a deadline ends.
    ///
    /// There is one attempt: a test that repeats an exchange until the result suits it hides the first result.
    private func end(
        of stack: Stack,
        _ behaviour: @escaping ScriptedServer.Behaviour,
        after deadline: Duration,
        timeouts: HTTPTimeouts
    ) async throws -> HTTPTransportError {
        let server = try ScriptedServer(["/": behaviour])
        defer { server.stop() }
        let url = try server.url("/")
        let start = ContinuousClock.now
        let error = try await failure {
            try await stack.transport.send(HTTPRequest(.get, url), timeouts: timeouts, to: CountingSink())
        }
        #expect(ContinuousClock.now - start >= deadline, "a deadline fired early")
        #expect(error.code == .timedOut)
        #expect(server.requests("/").count == 1, "the request was sent once")
        return error
    }

    @Test("C6 a response that drips ends at the total deadline", arguments: Stack.keeping(6))
    func drip(stack: Stack) async throws {
        let timeouts = HTTPTimeouts(total: Self.whole)
        let error = try await end(of: stack, Self.drip, after: Self.whole, timeouts: timeouts)
        guard case .bodyReceived(let count) = error.progress else {
            Issue.record("no byte of the body was received: \(error)")
            return
        }
        #expect(count > 0)
    }

    @Test("C7 a missing head ends the exchange at the head deadline, and not earlier", arguments: Stack.keeping(7))
    func head(stack: Stack) async throws {
        let timeouts = HTTPTimeouts(head: Self.whole)
        let error = try await end(of: stack, ScriptedServer.silence, after: Self.whole, timeouts: timeouts)
        #expect(error.progress == .sent)
    }

    @Test("D27 silence in the middle of a body ends at the idle deadline", arguments: [Stack.system])
    func idle(stack: Stack) async throws {
        let behaviour: ScriptedServer.Behaviour = { _, connection in
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc")
            _ = connection.readSome()
            return false
        }
        let timeouts = HTTPTimeouts(idle: Self.pause, total: nil)
        let error = try await end(of: stack, behaviour, after: Self.pause, timeouts: timeouts)
        #expect(error.progress == .bodyReceived(3))
    }

    @Test("D28 a body below the minimum speed ends, and the error says so", arguments: [Stack.system])
    func tooSlow(stack: Stack) async throws {
        let timeouts = HTTPTimeouts(idle: Self.pause, total: nil, minimumSpeed: 10_000)
        let error = try await end(of: stack, Self.drip, after: Self.pause, timeouts: timeouts)
        #expect(error.message.contains("bytes per second"))
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
@Suite("Deadlines as a value", .timeLimit(.minutes(20)))
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
