import Foundation
import Synchronization
import TestSupport
import Testing
import Vertex
import VideoGeneration

@testable import VideoGenerationTesting

@Suite("A client makes a video at Vertex with a key file", .timeLimit(.minutes(20)))
struct VertexClientTests {
    private static let film = TestVideo.make(size: 40_000, seed: 3)
    private static let submit = "\(VertexBodyTests.base)/\(VertexTaskTests.model):predictLongRunning"
    private static let poll = "\(VertexBodyTests.base)/\(VertexTaskTests.model):fetchPredictOperation"

    private static func json(_ text: String) -> HTTPResponse {
        HTTPResponse(status: 200, fields: ["Content-Type": "application/json"], body: Array(text.utf8))
    }

    /// Google: each token is valid for some seconds, and the operation is done at the fourth poll after the submit.
    private final class Google: Sendable {
        private let state = Mutex((tokens: 0, polls: 0))
        let video: String

        init(video: String) { self.video = video }

        func respond(to request: HTTPRequest) -> HTTPResponse {
            switch request.url.string {
            case "https://oauth2.googleapis.com/token":
                let number = state.withLock { state in
                    state.tokens += 1
                    return state.tokens
                }
                return json(#"{"access_token":"ya29.invented-\#(number)","expires_in":8}"#)
            case submit: return json(#"{"name":"\#(VertexTaskTests.id)"}"#)
            case poll:
                let polls = state.withLock { state in
                    state.polls += 1
                    return state.polls
                }
                let done = #","done":true,"response":{"videos":[\#(video)]}"#
                return json(#"{"name":"\#(VertexTaskTests.id)"\#(polls < 4 ? "" : done)}"#)
            default: return HTTPResponse(status: 200, fields: ["Content-Type": "video/mp4"], body: film)
            }
        }
    }

    static let videos = [
        #"{"gcsUri":"gs://my-bucket/v.mp4","mimeType":"video/mp4"}"#,
        #"{"bytesBase64Encoded":"\#(Data(film).base64EncodedString())","mimeType":"video/mp4"}"#,
    ]

    @Test(
        "The video is downloaded from the bucket or the response, with tokens that are renewed",
        arguments: videos.indices
    )
    func generate(index: Int) async throws {
        let google = Google(video: Self.videos[index])
        let transport = ScriptedTransport { google.respond(to: $0) }
        let folder = try TemporaryFolder()
        let provider = try DialectProvider.vertex(project: "my-project", key: try TestKey.file(in: folder))
        let journal = try FileJournal(
            folder: folder.path + "/journal",
            environment: EngineEnvironment(transport: transport, clock: HurriedClock(), random: SeededRandom(seed: 1))
        )
        let client = VideoClient(providers: [provider], journal: journal)
        let path = folder.path + "/boat.mp4"
        let task = try await client.generate(VideoRequest(prompt: "a boat"), using: "vertex", savingTo: path)
        #expect(task.state == .stored && task.remote?.id == VertexTaskTests.id)
        #expect(FileManager.default.contents(atPath: path).map(Array.init) == Self.film)
        let exchanges = transport.requests.filter { $0.url.string == "https://oauth2.googleapis.com/token" }
        let others = transport.requests.filter { $0.url.string != "https://oauth2.googleapis.com/token" }
        #expect(exchanges.count > 1 && exchanges.allSatisfy { $0.fields["Authorization"] == nil })
        let used = Set(others.map { $0.fields["Authorization"] ?? "" })
        #expect(used == Set((1...exchanges.count).map { "Bearer ya29.invented-\($0)" }))
        #expect(others.filter { $0.url.string == Self.submit }.count == 1)
        if index == 0 {
            let storage = "https://storage.googleapis.com/storage/v1/b/my-bucket/o/v.mp4?alt=media"
            #expect(others.last?.url.string == storage)
        }
    }
}
