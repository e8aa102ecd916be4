#if !canImport(Darwin)
import Foundation
import LoopbackHTTP
import Synchronization
import TestSupport
import Testing
import VideoGenerationTesting

@testable import VideoGeneration
@testable import VideoGenerationCore

@Suite("Threads of a download", .timeLimit(.minutes(20)))
struct DownloadThreadsTests {
    @Test("The thread that receives and writes makes no sync, neither of a checkpoint nor where a part begins anew")
    func syncs() async throws {
        let bytes = TestVideo.make(size: 300_000)
        let asked = Atomic(0)
        // The first answer is cut off, and the second one knows nothing of parts.
        let behaviour: ScriptedServer.Behaviour = { _, connection in
            let isFirst = asked.add(1, ordering: .relaxed).newValue == 1
            connection.write("HTTP/1.1 200 OK\r\nETag: \"1\"\r\nContent-Length: \(bytes.count)\r\n\r\n")
            return connection.write(bytes.prefix(isFirst ? 200_000 : bytes.count)) && !isFirst
        }
        let folder = try TemporaryFolder()
        let threads = Mutex((writers: Set<pthread_t>(), syncers: Set<pthread_t>()))
        let disk = ObservedDisk { call in
            threads.withLock { threads in
                switch call {
                case .write(let path) where path.hasSuffix(".part"): threads.writers.insert(pthread_self())
                case .sync: threads.syncers.insert(pthread_self())
                default: break
                }
            }
        }
        try await withServer(["/": behaviour]) { server in
            let downloader = VideoDownloader(
                transport: CurlTransport(environment: [:]),
                disk: disk,
                clock: HastyClock()
            )
            let stored = try await downloader.download(
                DownloadRequest(server.url("/"), into: folder),
                scripted: ScriptedDownloadJournal()
            )
            #expect(stored.bytes == Int64(bytes.count))
            #expect(server.requests.count == 2)
        }
        let (writers, syncers) = threads.withLock { $0 }
        #expect(!writers.isEmpty && !syncers.isEmpty)
        #expect(writers.isDisjoint(with: syncers))
    }
}

/// Two seconds pass whenever somebody looks: every piece is due for a checkpoint.
private final class HastyClock: EngineClock {
    private let looks = Atomic(0)

    var now: Date { Date() }
    var uptime: Duration { .seconds(2 * looks.add(1, ordering: .relaxed).newValue) }
    func sleep(for duration: Duration) async throws { try Task.checkCancellation() }
}
#endif
