import Foundation
import TestSupport
import Testing
import VideoGenerationTesting
import VideoRecording

@testable import VideoGeneration
@testable import VideoGenerationCore
@testable import VideoREPL

@Suite("Files of the snapshot before the core open unchanged", .timeLimit(.minutes(20)))
struct EarlierSnapshotTests {
    @Test("Every task keeps its state, ID, history and cost")
    func tasks() throws {
        let snapshot = try EarlierSnapshot()
        let journal = try snapshot.journal()
        let tasks = try journal.tasks()
        #expect(
            tasks.map(\.state) == [
                .stored, .failed, .failed, .cancelled, .outcomeUnknown, .succeeded, .queued, .queued,
            ]
        )
        #expect(tasks.map { $0.remote == nil } == [false, false, true, false, true, false, false, false])
        #expect(tasks.map(\.isCharged) == [true, true, false, true, true, true, true, true])
        #expect(tasks[0].remote?.id == "video_6a7a132cdea08fc53cd586d5bcbe30ce")
        #expect(tasks[0].file?.bytes == 5_737_131 && tasks[0].cost == Money("0.4usd"))
        #expect(tasks[0].destination?.hasPrefix("/videos/") == true && tasks[5].request.isPrivate)
        #expect(tasks.allSatisfy { $0.submits == 1 && $0.submittedAt != nil })
        let histories = try tasks.map { try journal.history(of: $0.id) }
        #expect(histories.map(\.count) == [8, 5, 3, 4, 3, 5, 3, 3])
        #expect(histories[0].map(\.event).suffix(3) == [.downloading, .verified, .stored])
        #expect(try journal.unreadable(besides: tasks).isEmpty)
    }

    @Test("Nothing is submitted again, and the unfinished tasks finish")
    func resume() async throws {
        let transport = Self.server()
        let snapshot = try EarlierSnapshot(transport)
        let client = try snapshot.client()
        var finished: [VideoTask.ID: VideoTask.State] = [:]
        for task in try await client.tasks() {
            let path = "\(snapshot.folder.path)/\(task.id).mp4"
            finished[task.id] = try? await client.resume(task.id, to: path, wait: .seconds(5)).state
        }
        // v2 had failed. Its provider is asked once more, and has made the video after all.
        let stored = finished.filter { $0.value == .stored }.keys.map(\.number).sorted()
        #expect(stored == [1, 2, 6, 7], "\(finished)")
        #expect(transport.requests.allSatisfy { $0.method == .get })
        let unknown = try #require(EarlierSnapshot.unknown)
        #expect(try await client.task(unknown)?.state == .outcomeUnknown)
    }

    @Test("An unfinished download continues from its part, and starts over if the file is another one")
    func part() async throws {
        let transport = Self.server()
        let snapshot = try EarlierSnapshot(transport)
        let id = try #require(EarlierSnapshot.part)
        let path = snapshot.folder.path + "/film.mp4"
        #expect(try await snapshot.client().resume(id, to: path).state == .stored)
        let ranged = transport.requests.filter { $0.fields["Range"]?.hasPrefix("bytes=3000-") == true }
        #expect(ranged.first?.fields["If-Range"] == #""369140092389310-5763834-1""#)
        #expect(try Array(Data(contentsOf: URL(fileURLWithPath: path))) == TestVideo.make())
    }

    @Test("The ID of a pruned task is refused for another task")
    func prunedID() async throws {
        let snapshot = try EarlierSnapshot(Self.server())
        let unknown = try #require(EarlierSnapshot.unknown)
        let error = await #expect(throws: VideoError.self) {
            try await snapshot.client().resolve(unknown, as: .taken(EarlierSnapshot.pruned))
        }
        #expect(error?.message.contains("v1-ie8j") == true, "\(error?.message ?? "")")
    }

    @Test("The ledger counts, and a ledger in doubt is rebuilt to the same sum", arguments: [false, true])
    func budget(isDoubted: Bool) async throws {
        let transport = Self.server()
        let snapshot = try EarlierSnapshot(transport)
        if isDoubted { try Data().write(to: URL(fileURLWithPath: snapshot.folder.path + "/state/ledger.doubt")) }
        let bytes = try Data(contentsOf: EarlierSnapshot.file("state/ledger.json"))
        #expect(LedgerSums(Array(bytes), at: snapshot.clock.now)?.spent(per: .total).seconds == 34)
        let error = await #expect(throws: VideoError.self) {
            let client = try snapshot.client(budget: Budget(money: Money("3.5usd")))
            let request = VideoRequest(prompt: "boat", model: "sora-2", seconds: 4, size: VideoSize("1280x720"))
            try await client.submit(request, using: "relay", savingTo: snapshot.folder.path + "/more.mp4")
        }
        #expect(error?.message.contains("USD 3.20 spent") == true, "\(error?.message ?? "")")
        #expect(transport.requests.isEmpty)
    }

    @Test("The spending has every task, also the pruned one, whose provider is not known")
    func spending() async throws {
        let snapshot = try EarlierSnapshot()
        let spending = try await snapshot.client().spending()
        #expect(spending.total.estimated == [Money(cents: 320)] && spending.total.seconds == 34)
        #expect(spending.total.charged == [] && spending.total.videos == 8 && spending.total.unknown == 1)
        #expect(spending.rows.map(\.key).last == .some(nil) && spending.rows.last?.estimated == [Money(cents: 40)])
    }

    @Test("A recording plays back")
    func recording() async throws {
        let recording = try Recording(contentsOf: EarlierSnapshot.file("recording.har").path)
        let transport = PlaybackTransport(recording) { _ in TestVideo.make() }
        let snapshot = try EarlierSnapshot(transport)
        let request = VideoRequest(
            prompt: "recorded boat",
            model: "sora-2",
            seconds: 4,
            size: VideoSize("1280x720"),
            aspectRatio: "16:9"
        )
        let path = snapshot.folder.path + "/film.mp4"
        let task = try await snapshot.client().generate(request, using: "relay", savingTo: path)
        #expect(task.state == .stored && transport.unplayed.allSatisfy { $0.method == "GET" })
    }

    @Test("providers.json describes the same providers")
    func providers() throws {
        let entries = try EarlierSnapshot.entries()
        #expect(entries.allSatisfy { $0.problems.isEmpty }, "\(entries)")
        let relay = try #require(entries[0].configuration)
        #expect(relay.dialect == "openai-videos" && relay.baseURL == "http://127.0.0.1:8787/v1")
        #expect(relay.keyEnv == "RELAY_KEY" && relay.model == "sora-2" && relay.resendAfter429 == false)
        #expect(relay.options == ["create": "json"])
        #expect(relay.defaults == ["seconds": 4, "size": "1280x720", "resolution": "720p", "aspectRatio": "16:9"])
        let model = try #require(relay.models?.first)
        #expect(model.promptLimit == 500 && model.framesPerSecond == 24 && model.outputLifetime == 86400)
        #expect(model.retiresOn == "2027-12-31" && model.readOn == "2026-07-01")
        #expect(model.prices.first?.money == Money("0.1usd") && model.prices.first?.basis == .second)
        #expect(model.mode(.text)?.formats?.first?.seconds == [4, 8])
        let pictures = try #require(model.mode(.firstFrame)?.pictures)
        #expect(pictures.maximumBytes == 1_000_000 && pictures.maximumRatio == 2.5 && pictures.types == [.png])
        #expect(entries[1].configuration?.dialect == "minimax-v2" && entries[1].configuration?.resendAfter429 == true)
    }

    /// A provider that has made every video of the relay, and whose files are other ones than before.
    private static func server() -> ScriptedTransport {
        ScriptedTransport { request in
            let address = request.url.string
            if address.hasSuffix("/content") {
                let fields: HTTPFields = ["Content-Type": "video/mp4", "ETag": #""another""#]
                return HTTPResponse(status: 200, fields: fields, body: TestVideo.make())
            }
            let id = address.split(separator: "/").last ?? ""
            guard id.hasPrefix("video_") else { return HTTPResponse(status: 500, body: []) }
            let body = #"{"id": "\#(id)", "object": "video", "status": "completed", "model": "sora-2"}"#
            return HTTPResponse(status: 200, fields: ["Content-Type": "application/json"], body: Array(body.utf8))
        }
    }
}
