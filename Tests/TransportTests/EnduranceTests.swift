import Foundation
import LoopbackHTTP
import Synchronization
import TestSupport
import Testing
import VideoGenerationTesting

@testable import VideoGeneration
@testable import VideoGenerationCore

@Suite("Many exchanges", .serialized, .timeLimit(.minutes(20)))
struct EnduranceTests {
    @Test("C21 fifty reads in a row use one connection", arguments: Stack.keeping(21))
    func keepAlive(stack: Stack) async throws {
        try await withServer(["/": ScriptedServer.answer()]) { server in
            for _ in 0..<50 {
                let answer = try await stack.transport.response(to: HTTPRequest(.get, server.url("/")))
                #expect(answer.status == 200)
            }
            #expect(server.connectionCount == 1)
        }
    }

    #if os(Linux)
    @Test(
        "C17 D29 a slow consumer of 300 MB keeps the sender waiting instead of the bytes in memory",
        arguments: [Stack.system]
    )
    func backPressure(stack: Stack) async throws {
        let total = 300_000_000
        let sent = Atomic<Int>(0)
        let behaviour: ScriptedServer.Behaviour = { _, connection in
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: \(total)\r\n\r\n")
            let block = [UInt8](repeating: 0x30, count: 100_000)
            for _ in 0..<total / block.count {
                guard connection.write(block) else { return false }
                sent.add(block.count, ordering: .relaxed)
            }
            return true
        }
        try await withServer(["/": behaviour]) { server in
            let taken = Mutex((bytes: 0, ahead: 0))
            let sink = CountingSink { chunk in
                // What the sender is ahead is what lies in our memory and in the two socket buffers.
                taken.withLock {
                    $0.ahead = max($0.ahead, sent.load(ordering: .relaxed) - $0.bytes)
                    $0.bytes += chunk.count
                }
                await Task.yield()
            }
            try await stack.transport.send(HTTPRequest(.get, server.url("/")), timeouts: .download, to: sink)
            #expect(sink.bytes == total)
            let kernel = try Self.socketBuffers()
            #expect(taken.withLock { $0.ahead } < 32_000_000 + kernel)
        }
    }

    /// What the kernel may hold of one connection, at most, at both ends.
    private static func socketBuffers() throws -> Int {
        try ["tcp_rmem", "tcp_wmem"].map { name in
            let text = try String(contentsOfFile: "/proc/sys/net/ipv4/" + name, encoding: .utf8)
            return text.split(whereSeparator: \.isWhitespace).last.flatMap { Int($0) } ?? 0
        }.reduce(0, +)
    }
    #endif

    // In processes of their own with a watchdog: a deadlock cannot be cancelled, and memory is counted by the
    // process. Exit tests came with Swift 6.2; before that the cancels run here.
    #if compiler(>=6.2)
    #if os(Linux)
    @Test("C22 P21 descriptors and memory are flat after 3,000 requests, each on a connection of its own")
    func flat() async throws {
        await #expect(processExitsWith: .success) {
            alarm(60)
            try await askManyTimes()
        }
    }
    #endif

    @Test("C8 P23 10,000 cancels at random moments neither hang nor harm what follows")
    func cancels() async throws {
        await #expect(processExitsWith: .success) {
            alarm(60)
            try await cancelManyTimes()
        }
    }
    #else
    @Test("C8 P23 10,000 cancels at random moments neither hang nor harm what follows")
    func cancels() async throws { try await cancelManyTimes() }
    #endif
}

private func cancelManyTimes() async throws {
    let transport = Stack.system.transport
    let slow: ScriptedServer.Behaviour = { _, connection in
        connection.write("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
        for _ in 0..<100 { guard connection.write([UInt8](repeating: 0x30, count: 1000)) else { return false } }
        return true
    }
    try await withServer(["/": slow, "/ok": ScriptedServer.answer()]) { server in
        let random = SeededRandom(seed: 8)
        let url = try server.url("/")
        for _ in 0..<250 {
            await withTaskGroup(of: Void.self) { group in
                for _ in 0..<40 {
                    let method: HTTPMethod = random.unit() < 0.2 ? .post : .get
                    let timeouts: HTTPTimeouts = random.unit() < 0.5 ? .read : .download
                    let turns = Int(random.next() % 60)
                    group.addTask {
                        let exchange = Task {
                            try? await transport.response(to: HTTPRequest(method, url), timeouts: timeouts)
                        }
                        for _ in 0..<turns { await Task.yield() }
                        exchange.cancel()
                        _ = await exchange.value
                    }
                }
            }
        }
        let next = try await transport.response(to: HTTPRequest(.get, server.url("/ok")))
        guard next.status == 200 else { throw CancellationError() }
    }
}

#if os(Linux)
private func askManyTimes() async throws {
    let transport = Stack.system.transport
    let closing: ScriptedServer.Behaviour = ScriptedServer.raw(
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok"
    )
    try await withServer(["/": closing]) { server in
        func ask(_ count: Int) async throws {
            for _ in 0..<count { _ = try await transport.response(to: HTTPRequest(.get, server.url("/"))) }
        }
        try await ask(500)
        let descriptors = try Process.openDescriptors()
        let memory = try #require(try Process.memory())
        try await ask(2500)
        // The server closes its ends a moment later.
        #expect(try Process.openDescriptors() <= descriptors + 16)
        #expect(try #require(try Process.memory()) <= memory + 8 * 1024)
    }
}
#endif
