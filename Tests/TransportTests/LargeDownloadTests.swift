import Foundation
import LoopbackHTTP
import Synchronization
import TestSupport
import Testing
import VideoGenerationTesting

@testable import VideoGeneration
@testable import VideoGenerationCore

// In a process of its own, by which memory is counted. Exit tests came with Swift 6.2.
#if os(Linux) && compiler(>=6.2)
@Suite("A large download", .serialized, .timeLimit(.minutes(20)))
struct LargeDownloadTests {
    @Test("D30 300 MB at full speed take less than 150 MB of memory")
    func fullSpeed() async {
        await #expect(processExitsWith: .success) {
            alarm(120)
            let count = Atomic(0)
            let disk = ObservedDisk { call in
                if case .read(_, let bytes) = call { count.add(bytes, ordering: .relaxed) }
            }
            try await bringHome(onto: disk)
            #expect(count.load(ordering: .relaxed) < 1 << 20, "the hash was taken on the way")
        }
    }

    @Test("D29 300 MB onto a slow disk take less than 150 MB of memory")
    func slowDisk() async {
        await #expect(processExitsWith: .success) {
            alarm(120)
            // A real wait, in a process of its own: it is the disk that is slow.
            try await bringHome(onto: ObservedDisk { if case .write = $0 { usleep(1000) } })
        }
    }
}

/// The whole downloader over real sockets: the highest memory of this process, and the file.
private func bringHome(onto disk: any Disk) async throws {
    let media = 300_000_000
    let head = TestVideo.head(media: media)
    let size = head.count + media
    let behaviour: ScriptedServer.Behaviour = { _, connection in
        connection.write("HTTP/1.1 200 OK\r\nETag: \"1\"\r\nContent-Length: \(size)\r\n\r\n")
        guard connection.write(head) else { return false }
        let block = [UInt8](repeating: 0x30, count: 100_000)
        for _ in 0..<media / block.count { guard connection.write(block) else { return false } }
        return true
    }
    let folder = try TemporaryFolder()
    try await withServer(["/": behaviour]) { server in
        let request = try DownloadRequest(server.url("/"), into: folder)
        let transport = Stack.system.transport
        let stored = try await VideoDownloader(transport: transport, disk: disk).download(
            request,
            scripted: ScriptedDownloadJournal()
        )
        #expect(stored.bytes == Int64(size) && server.requests.count == 1)
        #expect(try #require(try Process.highestMemory()) < 150 * 1024)
        let hash = SHA256Stream()
        try await hash.update(from: POSIXDisk().open(stored.path, .read), to: stored.bytes)
        #expect(stored.sha256 == hash.finish())
    }
}
#endif
