import Foundation
import Synchronization
import Testing
import VideoGenerationTesting

@testable import VideoGeneration
@testable import VideoGenerationCore

/// One download's surroundings: a folder of its own, a clock that waits for nobody, a host.
final class Fixture: Sendable {
    let folder: String
    let clock = ManualClock()
    let host: FakeHost
    let disk: any Disk
    let id = TaskID(number: 7, bits: SeededRandom(seed: 3).next())
    let link: HTTPURL
    let backup: HTTPURL

    init(
        disk: any Disk = POSIXDisk(),
        folder: String? = nil,
        respond: @escaping @Sendable (HTTPRequest, Int) throws -> FakeHost.Reply
    ) throws {
        link = try #require(HTTPURL("https://cdn.example/v/film.mp4?Expires=9&Signature=s3cr3t%2Bsig"))
        backup = try #require(HTTPURL("https://backup.example/v/film.mp4?Signature=b4ckup"))
        self.folder = folder ?? NSTemporaryDirectory() + "download-\(UInt64.random(in: 0 ... .max))"
        self.disk = disk
        host = FakeHost(clock, respond: respond)
        try disk.makeFolder(self.folder)
    }

    /// How long every wait so far was to last.
    var waits: [Duration] { clock.sleeps }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    var destination: String { folder + "/out.mp4" }
    var parts: String { folder + "/parts" }
    var part: String { "\(parts)/\(id).part" }

    func order(
        _ outputs: [VideoOutput]? = nil,
        origin: String = "https://api.example",
        key: String? = nil,
        replacing: Bool = false,
        verified: StoredVideo? = nil,
        fresh: (@Sendable () async throws -> [VideoOutput])? = nil,
        reinterpret: @escaping @Sendable (HTTPResponse, VideoOutput) throws -> [VideoOutput] = { _, _ in
            throw VideoError(.malformedResponse, "no link")
        }
    ) throws -> TestDownload {
        let outputs = outputs ?? [VideoOutput(link)]
        let origin = try #require(HTTPURL(origin)).origin
        var journal = ScriptedDownloadJournal(links: outputs)
        journal.previous = verified
        journal.unexpected = reinterpret
        if let fresh { journal.links = fresh }
        return TestDownload(
            request: DownloadRequest(
                of: id,
                outputs: outputs,
                to: destination,
                replacing: replacing,
                partsFolder: parts,
                origin: origin,
                credential: try key.map { Credential(try Secret($0), for: origin) }
            ),
            journal: journal
        )
    }

    func downloader(_ limits: DownloadLimits = DownloadLimits()) -> VideoDownloader {
        VideoDownloader(
            transport: host,
            disk: disk,
            clock: clock,
            random: SeededRandom(seed: 1),
            limits: limits
        )
    }

    @discardableResult
    func run(_ order: TestDownload? = nil, _ limits: DownloadLimits = DownloadLimits()) async throws -> StoredVideo {
        try await downloader(limits).download(order ?? self.order())
    }

    /// Runs a download that has to fail, and gives the error.
    func failure(_ order: TestDownload? = nil, _ limits: DownloadLimits = DownloadLimits()) async throws -> VideoError {
        try #require(await #expect(throws: VideoError.self) { try await run(order, limits) })
    }

    /// The bytes of a file; nil where there is none.
    func bytes(_ path: String) throws -> [UInt8]? {
        guard let size = try disk.size(of: path) else { return nil }
        return try disk.open(path, .read).read(at: 0, count: Int(size))
    }

    /// Everything below the folder, hidden files too.
    var leftovers: [String] { get throws { try disk.names(in: folder).sorted() + disk.names(in: parts).sorted() } }

    /// The sidecar.
    func record() throws -> PartManifest? {
        try bytes(part + ".json").map { try JSONDecoder().decode(PartManifest.self, from: Data($0)) }
    }
}

/// A download and its journal. The properties of the request can be set directly.
@dynamicMemberLookup
struct TestDownload: Sendable {
    var request: DownloadRequest
    var journal: ScriptedDownloadJournal

    subscript<Value>(dynamicMember path: WritableKeyPath<DownloadRequest, Value>) -> Value {
        get { request[keyPath: path] }
        set { request[keyPath: path] = newValue }
    }
}

extension VideoDownloader {
    func download(
        _ download: TestDownload,
        progress: @escaping @Sendable (DownloadProgress) -> Void = { _ in },
        verified: (@Sendable (StoredVideo) async throws -> Void)? = nil
    ) async throws -> StoredVideo {
        var journal = download.journal
        if let verified { journal.verified = verified }
        return try await self.download(download.request, scripted: journal, progress: progress)
    }
}
