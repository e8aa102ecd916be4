import Foundation
import LoopbackHTTP
import Synchronization
import Testing

@testable import VideoGeneration
@testable import VideoGenerationCore

@Suite("Bodies into sinks", .timeLimit(.minutes(20)))
struct SinkTests {
    struct Full: Error {}

    @Test("What the sink throws ends the exchange and is thrown on", arguments: [Stack.system])
    func sinkThrows(stack: Stack) async throws {
        try await withServer(["/": ScriptedServer.zeros(50_000_000), "/ok": ScriptedServer.answer()]) { server in
            await #expect(throws: Full.self) {
                let sink = CountingSink { _ in throw Full() }
                try await stack.transport.send(HTTPRequest(.get, server.url("/")), timeouts: .download, to: sink)
            }
            let next = try await stack.transport.response(to: HTTPRequest(.get, server.url("/ok")))
            #expect(next.status == 200)
        }
    }

    #if os(Linux)
    @Test("C11 D21 a full disk is an error, not a crash", arguments: Stack.keeping(11))
    func fullDisk(stack: Stack) async throws {
        try await withServer(["/": ScriptedServer.zeros(1_000_000)]) { server in
            // A disk opens no device.
            let file = POSIXFile(open("/dev/full", O_RDWR), path: "/dev/full")
            await #expect(throws: DiskError.self) {
                let sink = CountingSink { try file.write($0, at: 0) }
                try await stack.transport.send(HTTPRequest(.get, server.url("/")), timeouts: .download, to: sink)
            }
        }
    }
    #endif

    @Test("C18 D25 a download that replaces a file leaves the new bytes", arguments: Stack.keeping(18))
    func replacing(stack: Stack) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
        let disk = POSIXDisk()
        try disk.makeFolder(folder)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try disk.open(folder + "/video", .create).write(Array("old".utf8), at: 0)
        try await withServer(["/": ScriptedServer.answer(200, "new")]) { server in
            let part = try disk.open(folder + "/part", .create)
            let sink = CountingSink { try part.write($0, at: 0) }
            try await stack.transport.send(HTTPRequest(.get, server.url("/")), timeouts: .download, to: sink)
            try part.sync()
        }
        try disk.move(folder + "/part", to: folder + "/video", replacing: true)
        try disk.syncFolder(folder)
        #expect(try disk.open(folder + "/video", .read).read(at: 0, count: 10) == Array("new".utf8))
        #expect(try disk.names(in: folder) == ["video"])
    }

    #if !canImport(Darwin)
    @Test("A disk that hangs under a download holds up no purchase, no poll and no download on another thread")
    func hangingDisk() async throws {
        let behaviours = ["/film": ScriptedServer.zeros(100_000), "/": ScriptedServer.answer()]
        try await withServer(behaviours) { server in
            let transport = CurlTransport(environment: [:])
            let (hung, hang) = AsyncStream.makeStream(of: Void.self)
            let disk = HungDisk()
            let film = try HTTPRequest(.get, server.url("/film"))
            let download = Task {
                let sink = CountingSink { _ in
                    hang.yield()
                    disk.wait()
                }
                try await transport.send(film, timeouts: .download, to: sink)
            }
            for await _ in hung { break }
            #expect(try await transport.response(to: HTTPRequest(.post, server.url("/"), body: [])).status == 200)
            #expect(try await transport.response(to: HTTPRequest(.get, server.url("/"))).status == 200)
            let other = CountingSink()
            try await transport.send(film, timeouts: .download, to: other)
            #expect(other.bytes == 100_000)
            #expect(disk.isHanging, "nothing waited for it")
            disk.goOn()
            try await download.value
        }
    }
    #endif

    @Test("A chunk is never larger than some 512 KiB", arguments: Stack.keeping(17))
    func chunkSize(stack: Stack) async throws {
        try await withServer(["/": ScriptedServer.zeros(30_000_000)]) { server in
            let sink = CountingSink()
            try await stack.transport.send(HTTPRequest(.get, server.url("/")), timeouts: .download, to: sink)
            #expect(sink.bytes == 30_000_000)
            #expect(sink.largestChunk <= 512 * 1024)
        }
    }

    @Test("Tiny chunks of a body arrive whole and in order", arguments: [Stack.system])
    func tinyChunks(stack: Stack) async throws {
        let behaviour: ScriptedServer.Behaviour = { _, connection in
            connection.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
            for number in 0..<2000 { connection.write("1\r\n\(number % 10)\r\n") }
            return connection.write("0\r\nX-Trailer: x\r\n\r\n")
        }
        try await withServer(["/": behaviour]) { server in
            let answer = try await stack.transport.response(to: HTTPRequest(.get, server.url("/")))
            #expect(answer.body == (0..<2000).map { UInt8(0x30 + $0 % 10) })
        }
    }
}

/// Blocks the threads that wait for it, for a minute at most.
private final class HungDisk: Sendable {
    private let gate = DispatchSemaphore(value: 0)
    private let hanging = Atomic(true)

    var isHanging: Bool { hanging.load(ordering: .relaxed) }

    func wait() {
        _ = gate.wait(timeout: .now() + 60)
        goOn()
    }

    func goOn() {
        hanging.store(false, ordering: .relaxed)
        gate.signal()
    }
}
