import Foundation
import TestSupport
import Testing
import VideoGenerationTesting

@testable import VideoGeneration

// In a process of its own, by which memory is counted. Exit tests came with Swift 6.2.
#if os(Linux) && compiler(>=6.2)
@Suite("A large download", .serialized)
struct LargeDownloadTests {
    @Test("D30 300 MB at full speed take less than 150 MB of memory")
    func fullSpeed() async {
        await #expect(processExitsWith: .success) {
            alarm(120)
            try await bringHome(onto: POSIXDisk())
        }
    }

    @Test("D29 300 MB onto a slow disk take less than 150 MB of memory")
    func slowDisk() async {
        await #expect(processExitsWith: .success) {
            alarm(120)
            try await bringHome(onto: SlowDisk())
        }
    }
}

/// The whole downloader over real sockets: the highest memory of this process, and the file.
private func bringHome(onto disk: any Disk) async throws {
    let head = LargeVideo.head
    let behaviour: ScriptedServer.Behaviour = { _, connection in
        connection.write("HTTP/1.1 200 OK\r\nETag: \"1\"\r\nContent-Length: \(LargeVideo.size)\r\n\r\n")
        guard connection.write(head) else { return false }
        let block = [UInt8](repeating: 0x30, count: 100_000)
        for _ in 0..<LargeVideo.media / block.count { guard connection.write(block) else { return false } }
        return true
    }
    let folder = try TemporaryFolder()
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
        let transport = Stack.system.transport
        let stored = try await VideoDownloader(transport: transport, disk: disk).download(order)
        #expect(stored.bytes == Int64(LargeVideo.size) && server.requests.count == 1)
        #expect(try #require(try Process.highestMemory()) < 150 * 1024)
        let hash = SHA256Stream()
        try await hash.update(from: disk.open(stored.path, .read), to: stored.bytes)
        #expect(stored.sha256 == hash.finish())
    }
}

/// A valid film of 300 MB whose pictures are one byte, over and over.
private enum LargeVideo {
    static let media = 300_000_000
    static var size: Int { head.count + media }

    static var head: [UInt8] {
        let times = u32(0) + u32(0) + u32(1000) + u32(6000)
        let sizes = u32(1280 << 16) + u32(720 << 16)
        let track = u32(0) + u32(0) + u32(1) + u32(0) + u32(6000) + zeros(52) + sizes
        let picture = box("avc1", zeros(6) + [0, 1] + zeros(16) + [0x05, 0x00, 0x02, 0xD0] + zeros(50))
        let table = box("stsd", u32(0) + u32(1) + picture) + box("stsz", u32(0) + u32(0) + u32(1) + u32(media))
        let description =
            box("mdhd", u32(0) + times + zeros(4)) + box("hdlr", u32(0) + u32(0) + text("vide") + zeros(13))
        let trak = box("trak", box("tkhd", u32(0) + track) + box("mdia", description + box("minf", box("stbl", table))))
        let moov = box("moov", box("mvhd", u32(0) + times + zeros(80)) + trak)
        return box("ftyp", text("isom") + u32(512) + text("isommp41")) + moov + u32(media + 8) + text("mdat")
    }

    private static func box(_ type: String, _ payload: [UInt8]) -> [UInt8] {
        u32(payload.count + 8) + text(type) + payload
    }
    private static func u32(_ number: Int) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: number >> (24 - 8 * $0)) }
    }
    private static func text(_ text: String) -> [UInt8] { Array(text.utf8) }
    private static func zeros(_ count: Int) -> [UInt8] { [UInt8](repeating: 0, count: count) }
}

/// The machine's disk, where every write takes its time.
private struct SlowDisk: ForwardingDisk {
    let disk = POSIXDisk()

    func open(_ path: String, _ mode: DiskOpenMode) throws -> any DiskFile { File(file: try disk.open(path, mode)) }

    private final class File: ForwardingFile {
        let file: any DiskFile
        init(file: any DiskFile) { self.file = file }
        func write(_ bytes: UnsafeRawBufferPointer, at offset: Int64) throws {
            // A real wait, in a process of its own: it is the disk that is slow.
            usleep(1000)
            try file.write(bytes, at: offset)
        }
    }
}
#endif
