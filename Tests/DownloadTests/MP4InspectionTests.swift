import Foundation
import TestSupport
import Testing
import VideoGenerationTesting

@testable import VideoGeneration
@testable import VideoGenerationCore

/// What passes for a video, what it says about itself, and what is refused with a reason.
@Suite(.timeLimit(.minutes(20)))
struct MP4InspectionTests {
    private typealias V = TestVideo

    private func inspect(_ bytes: [UInt8]) throws -> MP4Inspection {
        let disk = MemoryDisk()
        let file = try disk.open("/film", .update)
        try file.write(bytes, at: 0)
        return try MP4Inspection(file)
    }

    private func refusal(_ bytes: [UInt8]) throws -> VideoError {
        try #require(#expect(throws: VideoError.self) { try inspect(bytes) })
    }

    @Test("The tables may stand in front of the pictures or behind them", arguments: [false, true])
    func bothOrders(moovLast: Bool) throws {
        let film = try inspect(V.make(size: 50_000, moovLast: moovLast))
        #expect((film.width, film.height, film.seconds, film.codec) == (1280, 720, 6, "avc1"))
    }

    private let type = V.box("ftyp", Array("isom".utf8) + V.u32(512) + Array("isom".utf8))

    /// One second in a fragment of 25 samples, their durations told in one of three ways.
    private func fragment(_ way: String) -> [UInt8] {
        let run: [UInt8]
        var header = V.u32(1)
        var flags: UInt32 = 0x20000
        if way == "each" {
            run = V.full("trun", flags: 0x101, V.u32(25) + V.u32(0) + (0..<25).flatMap { _ in V.u32(40) })
        } else {
            run = V.full("trun", flags: 0x001, V.u32(25) + V.u32(0))
        }
        if way == "header" {
            flags |= 0x8
            header += V.u32(40)
        }
        let traf = V.box("traf", V.full("tfhd", flags: flags, header) + run)
        return V.box("moof", V.full("mfhd", V.u32(1)) + traf) + V.box("mdat", V.noise(500, seed: 3))
    }

    @Test("A fragmented file's length comes from its fragments", arguments: ["each", "header", "default"])
    func fragments(_ way: String) throws {
        let trex = V.full("trex", V.u32(1) + V.u32(1) + V.u32(way == "default" ? 40 : 0) + V.u32(0) + V.u32(0))
        let moov = V.movie(sampleBytes: 0, duration: 0, extra: V.box("mvex", trex))
        let film = try inspect(type + moov + fragment(way) + fragment(way) + fragment(way))
        #expect(film.seconds == 3)
    }

    @Test("A fragmented file that tells its whole length is believed")
    func fragmentsTold() throws {
        let mvex = V.box("mvex", V.full("mehd", V.u32(4500)))
        let film = try inspect(type + V.movie(sampleBytes: 0, duration: 0, extra: mvex) + fragment("each"))
        #expect(film.seconds == 4.5)
    }

    @Test("64-bit sizes, and a last box that goes to the end of the file, are read")
    func unusualSizes() throws {
        let media = V.noise(1000, seed: 2)
        let long = V.u32(1) + Array("mdat".utf8) + V.u64(1016) + media
        #expect(try inspect(type + V.movie(sampleBytes: 1000) + long).seconds == 6)
        let open = V.u32(0) + Array("mdat".utf8) + media
        #expect(try inspect(type + V.movie(sampleBytes: 1000) + open).seconds == 6)
    }

    @Test("D3 A file that ends early is called truncated, wherever it ends")
    func truncated() throws {
        let film = V.make(size: 3_000)
        for count in stride(from: 40, to: film.count, by: 37) {
            let error = try refusal(Array(film[..<count]))
            #expect([.truncated, .notAVideo].contains(error.code), "\(count)")
        }
        // The box of the pictures is open to the end: only the sample table knows.
        let open = type + V.movie(sampleBytes: 1000) + V.u32(0) + Array("mdat".utf8) + V.noise(900, seed: 1)
        #expect(try refusal(open).code == .truncated)
    }

    @Test(
        "D13 D34 What is something else is named",
        arguments: [
            ("", "empty"), ("<!DOCTYPE html>", "web page"), ("  {\"error\":1}", "JSON"), ("[1,2,3]", "JSON"),
            ("\0\0\0\0\0\0\0\0\0\0\0\0", "zeros"), ("hello, this is no video at all", "begin"),
        ]
    )
    func somethingElse(_ text: String, _ reason: String) throws {
        let error = try refusal(Array(text.utf8))
        #expect(error.message.contains(reason), "\(error.message)")
    }

    @Test("A file without tables, pictures, a video track or a type is refused")
    func missingPieces() throws {
        let media = V.box("mdat", V.noise(100, seed: 1))
        let moov = V.movie(sampleBytes: 100)
        #expect(try refusal(type + media).message.contains("moov"))
        #expect(try refusal(type + moov).message.contains("media data"))
        #expect(try refusal(moov + media).message.contains("ftyp"))
        #expect(try refusal(type + V.movie(sampleBytes: 100, handler: "soun") + media).message.contains("video track"))
        #expect(try refusal(type + moov + V.box("mdat", V.zeros(5000))).message.contains("zeros"))
        #expect(try refusal(type + moov + media + V.zeros(5000)).message.contains("zeros"))
    }

    @Test(
        "Impossible sizes neither trap nor pass",
        arguments: [
            V.u32(1) + Array("free".utf8) + V.u64(.max), V.u32(1) + Array("free".utf8) + V.u64(UInt64(Int64.max)),
            V.u32(1) + Array("free".utf8) + V.u64(15), V.u32(1) + Array("free".utf8), V.u32(7) + Array("free".utf8),
            V.u32(.max) + Array("free".utf8), V.box("moov", V.u32(.max) + Array("trak".utf8)),
            V.box("moov", V.box("trak", V.box("mdia", V.u32(1) + Array("minf".utf8) + V.u64(.max)))),
            V.box("moov", V.full("mvhd", [])), V.box("moof", V.box("traf", V.full("trun", flags: 0xF05, V.u32(.max)))),
        ]
    )
    func hostile(_ box: [UInt8]) throws {
        _ = try refusal(type + box)
        _ = try refusal(box)
    }

    @Test("Any byte of a file may be anything: nothing traps")
    func anyByte() {
        let film = Array(V.make(size: 1_500, moovLast: true))
        let random = SeededRandom(seed: 11)
        for _ in 0..<3_000 {
            var bytes = film
            for _ in 0..<Int(random.next() % 6 + 1) {
                bytes[Int(random.next() % UInt64(bytes.count))] = UInt8(
                    truncatingIfNeeded: random.next() % 3 == 0 ? 0xFF : random.next()
                )
            }
            _ = try? inspect(bytes)
        }
    }
}

/// A file that is not kept anywhere: a head, and then one small box after the other.
private final class EndlessBoxes: ForwardingFile {
    let file: any DiskFile
    private let head: [UInt8]
    private let boxes: Int64
    private static let box: [UInt8] = [0, 0, 0, 8] + Array("free".utf8)

    init(head: [UInt8], boxes: Int64) throws {
        let disk = MemoryDisk()
        file = try disk.open("/film", .update)
        self.head = head
        self.boxes = boxes
    }

    func size() -> Int64 { Int64(head.count) + boxes * 8 }

    func read(at offset: Int64, count: Int) -> [UInt8] {
        (offset..<min(offset + Int64(count), size())).map {
            $0 < head.count ? head[Int($0)] : Self.box[Int(($0 - Int64(head.count)) % 8)]
        }
    }
}

/// Files whose boxes are there to cost time.
@Suite(.timeLimit(.minutes(20)))
struct MP4BoxCountTests {
    @Test(
        "Ten million boxes, side by side or in a box, are refused before they cost anything",
        arguments: [false, true]
    )
    func tooMany(isNested: Bool) throws {
        let boxes: Int64 = 10_000_000
        let around = TestVideo.u32(UInt32(boxes * 8 + 8)) + Array("moov".utf8)
        let type = TestVideo.box("ftyp", Array("isom".utf8) + TestVideo.u32(512) + Array("isom".utf8))
        let file = try EndlessBoxes(head: type + (isNested ? around : []), boxes: boxes)
        let start = ContinuousClock.now
        let error = #expect(throws: VideoError.self) { try MP4Inspection(file) }
        #expect(error?.message.contains("too many boxes") == true)
        #expect(ContinuousClock.now - start < .seconds(20))
    }

    @Test("It is the total that counts: ten thousand boxes in each of a hundred are too many as well")
    func total() throws {
        let inner = (0..<10_000).flatMap { _ in TestVideo.box("free", []) }
        let moof = TestVideo.box("moof", TestVideo.box("traf", inner))
        let type = TestVideo.box("ftyp", Array("isom".utf8) + TestVideo.u32(512) + Array("isom".utf8))
        let disk = MemoryDisk()
        let file = try disk.open("/film", .update)
        let media = TestVideo.box("mdat", TestVideo.noise(500, seed: 3))
        try file.write(
            type + TestVideo.movie(sampleBytes: 0, duration: 0) + media + (0..<100).flatMap { _ in moof },
            at: 0
        )
        let error = #expect(throws: VideoError.self) { try MP4Inspection(file) }
        #expect(error?.message.contains("too many boxes") == true)
    }
}
