import Foundation
import Testing
import VideoGeneration
import VideoGenerationTesting
import VideoSimulator

/// Downloads that go wrong on real sockets: the file is the provider's, byte for byte, all the same.
@Suite(.timeLimit(.minutes(20))) struct DownloadFaultTests {
    /// A fault of the first link, and one of the backup that takes over.
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let rules: [FaultRule]

        /// How many answers it takes at least.
        let downloads: Int

        init(_ name: String, first: [Fault], second: [Fault] = [], downloads: Int = 2) {
            testDescription = name
            self.downloads = downloads
            rules =
                first.map { FaultRule(on: .media, times: 1, $0) }
                + second.map { FaultRule(on: .backupMedia, times: 1, $0) }
        }
    }

    static let cases = [
        Case("D1 cut short of its Content-Length", first: [.truncate(afterBytes: 20_000)]),
        Case("D1 reset", first: [.reset(afterBytes: 20_000)]),
        Case("D2 chunked and cut", first: [.chunked, .reset(afterBytes: 20_000)]),
        Case("D3 close-delimited and cut", first: [.closeDelimited, .truncate(afterBytes: 20_000)]),
        Case("D4 compressed", first: [.gzip]),
        Case("D5 range ignored", first: [.truncate(afterBytes: 20_000)], second: [.ignoreRange]),
        Case(
            "D6 other range",
            first: [.truncate(afterBytes: 20_000)],
            second: [.wrongRange(offsetBy: -1)],
            downloads: 3
        ),
        Case("D7 other tag", first: [.truncate(afterBytes: 20_000)], second: [.changedETag]),
        Case("D9 416", first: [.truncate(afterBytes: 20_000)], second: [.rangeNotSatisfiable], downloads: 3),
        Case(
            "D10 no Content-Range",
            first: [.truncate(afterBytes: 20_000)],
            second: [.withoutContentRange],
            downloads: 3
        ),
        Case("D12 more bytes than promised", first: [.excess(bytes: 100)], downloads: 1),
        Case("D13 sign-in page", first: [.captivePortal]),
        Case(
            "D13 sign-in page in between",
            first: [.truncate(afterBytes: 20_000)],
            second: [.captivePortal],
            downloads: 3
        ),
        Case("D15 expired halfway", first: [.truncate(afterBytes: 20_000)], second: [.expired], downloads: 3),
        Case("D14 nothing", first: [.body(text: "", contentType: "video/mp4")]),
        Case(
            "busy",
            first: [.status(code: 503, retryAfter: "0")],
            second: [.status(code: 429, retryAfter: "0")],
            downloads: 3
        ),
        Case("no answer", first: [.drop()]),
    ]

    @Test("A download that goes wrong ends in the provider's own bytes", arguments: cases)
    func wrong(_ fault: Case) async throws {
        // The simulator draws its film when it is first asked for, which takes its time.
        let bench = try SimulatedBench(
            faults: FaultScript(rules: fault.rules),
            downloads: DownloadLimits(responseTimeout: .seconds(30))
        )
        let task = try await bench.client.generate(
            VideoRequest(prompt: "a paper boat in the rain", model: "MiniMax-Hailuo-02"),
            using: "minimax-v1",
            savingTo: bench.folder.path + "/film.mp4",
            wait: .seconds(30)
        )
        let ledger = bench.simulator.ledger
        #expect(task.file?.sha256 == ledger.tasks.values.first?.videoSHA256)
        let downloads = ["GET /media/{file}", "GET /backup/{file}"].compactMap { ledger.requests[$0] }
        #expect(downloads.reduce(0, +) >= fault.downloads)
        #expect(ledger.videosBilled == 1)
        #expect(ledger.credentialsAtMedia.isEmpty)
        #expect(try FileManager.default.contentsOfDirectory(atPath: bench.journal.partsFolder).isEmpty)
    }
}
