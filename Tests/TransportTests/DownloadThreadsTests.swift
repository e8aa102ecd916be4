#if !canImport(Darwin)
import Foundation
import Synchronization
import Testing
import VideoGenerationTesting

@testable import VideoGeneration

@Suite("Threads of a download")
struct DownloadThreadsTests {
    @Test("The thread that receives and writes makes no sync, neither of a checkpoint nor where a part begins anew")
    func syncs() async throws {
        let film = PlainFilm(media: 300_000)
        let bytes = film.head + [UInt8](repeating: 0x30, count: film.media)
        let asked = Atomic(0)
        // The first answer is cut off, and the second one knows nothing of parts.
        let behaviour: ScriptedServer.Behaviour = { _, connection in
            let isFirst = asked.add(1, ordering: .relaxed).newValue == 1
            connection.write("HTTP/1.1 200 OK\r\nETag: \"1\"\r\nContent-Length: \(bytes.count)\r\n\r\n")
            return connection.write(bytes.prefix(isFirst ? 200_000 : bytes.count)) && !isFirst
        }
        let folder = try TemporaryFolder()
        let disk = ThreadNotingDisk()
        try await withServer(["/": behaviour]) { server in
            let link = try server.url("/")
            let order = VideoDownload(
                of: try #require(VideoTask.ID(rawValue: "v1-aaaa")),
                assets: [VideoAsset(link)],
                to: folder.path + "/film.mp4",
                partsFolder: folder.path,
                origin: link.origin,
                freshAssets: { [] }
            )
            let downloader = VideoDownloader(
                transport: CurlTransport(environment: [:]),
                disk: disk,
                clock: HastyClock()
            )
            let stored = try await downloader.download(order)
            #expect(stored.bytes == Int64(film.size))
            #expect(server.requests.count == 2)
        }
        let (writers, syncers) = disk.threads
        #expect(!writers.isEmpty && !syncers.isEmpty)
        #expect(writers.isDisjoint(with: syncers))
    }
}

/// The machine's disk, which notes the threads that write a part and those that sync.
private final class ThreadNotingDisk: ForwardingDisk {
    let disk = POSIXDisk()
    private let noted = Mutex((writers: Set<pthread_t>(), syncers: Set<pthread_t>()))

    var threads: (writers: Set<pthread_t>, syncers: Set<pthread_t>) { noted.withLock { $0 } }

    func open(_ path: String, _ mode: DiskOpenMode) throws -> any DiskFile {
        File(file: try disk.open(path, mode), disk: self, isPart: path.hasSuffix(".part"))
    }

    func syncFolder(_ path: String) throws {
        noteSync()
        try disk.syncFolder(path)
    }

    private func noteSync() { noted.withLock { _ = $0.syncers.insert(pthread_self()) } }
    private func noteWrite() { noted.withLock { _ = $0.writers.insert(pthread_self()) } }

    private final class File: ForwardingFile {
        let file: any DiskFile
        private let disk: ThreadNotingDisk
        private let isPart: Bool

        init(file: any DiskFile, disk: ThreadNotingDisk, isPart: Bool) {
            self.file = file
            self.disk = disk
            self.isPart = isPart
        }

        func write(_ bytes: UnsafeRawBufferPointer, at offset: Int64) throws {
            if isPart { disk.noteWrite() }
            try file.write(bytes, at: offset)
        }

        func sync() throws {
            disk.noteSync()
            try file.sync()
        }
    }
}

/// Two seconds pass whenever somebody looks: every piece is due for a checkpoint.
private final class HastyClock: TaskClock {
    private let looks = Atomic(0)

    var now: Date { Date() }
    var uptime: Duration { .seconds(2 * looks.add(1, ordering: .relaxed).newValue) }
    func sleep(for duration: Duration) async throws { try Task.checkCancellation() }
}
#endif
