import OpenAIVideos
import Testing
import VideoGeneration
import VideoGenerationTesting
import VideoPlatform
import VideoSimulator

@Suite("R2 The loopback provider plays any dialect from its samples", .timeLimit(.minutes(20)))
struct LoopbackProviderTests {
    private static let key = "kq7-Loopback-9Zt2Lm8Rb6Ns4vXw"

    /// A server, and a client with a provider at its address.
    private struct Play {
        let server: LoopbackProvider
        let client: VideoClient
        let folder = try? TemporaryFolder()

        init(
            _ dialect: any VideoDialect,
            _ script: ConformanceScript,
            _ options: LoopbackOptions = LoopbackOptions(key: key),
            key: String = key
        ) throws {
            server = LoopbackProvider(dialect: dialect, script: script, options: options)
            let provider = DialectProvider(
                id: "played",
                dialect: dialect,
                endpoint: try server.start(),
                key: try Secret(key)
            )
            var settings = VideoClient.Settings()
            settings.polling = PollSchedule(first: .milliseconds(10), factor: 1, longest: .milliseconds(10))
            client = VideoClient(
                providers: [provider],
                journal: try FileJournal(folder: (folder?.path ?? "") + "/journal"),
                settings: settings
            )
        }

        func generate() async throws -> VideoTask {
            try await client.generate(
                VideoRequest(prompt: "a boat"),
                using: "played",
                savingTo: (folder?.path ?? "") + "/video.mp4",
                wait: .seconds(30)
            )
        }
    }

    @Test("The file is the server's video, byte for byte, and the requests are in the ledger with their purposes")
    func life() async throws {
        let play = try Play(PredictionsDialect(), .predictions)
        defer { play.server.stop() }
        let task = try await play.generate()
        let path = try #require(task.file?.path)
        let remote = try #require(task.remote?.id)
        #expect(try Array(Data(contentsOf: URL(fileURLWithPath: path))) == play.server.video(ofTask: remote))
        let purposes = play.server.ledger.requests.map(\.purpose)
        #expect(purposes.contains("submit") && purposes.contains("status") && purposes.contains("media"))
        #expect(!purposes.contains("other"))
        #expect(play.server.ledger.keysAtMedia == [])
        #expect(play.server.ledger.videosBilled == 1)
    }

    @Test("A wrong key, and the right key in the wrong field, are refused with the script's sample")
    func keys() async throws {
        let wrong = try Play(PredictionsDialect(), .predictions, key: "another-key-0123456789")
        let field = try Play(OpenAIVideosDialect(), .operations, LoopbackOptions(key: Self.key))
        for play in [wrong, field] {
            defer { play.server.stop() }
            let error = await #expect(throws: VideoError.self) { try await play.generate() }
            #expect(error?.code == .authenticationFailed)
            #expect(play.server.ledger.refusedKeys > 0)
            #expect(play.server.ledger.videosBilled == 0)
        }
    }

    @Test("A task is canceled, listed and found again by the requests of the dialect")
    func verbs() async throws {
        let server = LoopbackProvider(dialect: PredictionsDialect(), script: .predictions)
        let endpoint = try server.start()
        defer { server.stop() }
        let provider = DialectProvider(id: "played", dialect: PredictionsDialect(), endpoint: endpoint, key: nil)
        let context = ExchangeContext(transport: EngineEnvironment().transport, date: Date())
        var tasks: [RemoteTask] = []
        for _ in 0..<2 {
            tasks.append(try await provider.submit(VideoRequest(prompt: "a boat"), in: context).remote)
        }
        let page = try await provider.list(TaskListing(), in: context)
        #expect(page.tasks.map(\.remote.id) == tasks.map(\.id).reversed())
        #expect(try await provider.cancel(tasks[0], in: context) == .cancelled)
        #expect(try await provider.status(of: tasks[0], in: context).state == .cancelled)
        #expect(try await provider.status(of: tasks[1], in: context).state == .queued)
        #expect(server.ledger.videosBilled == 1)
        let stranger = await #expect(throws: VideoError.self) {
            try await provider.status(of: RemoteTask(id: "unknown"), in: context)
        }
        #expect(stranger?.code == .taskNotFound)
        #expect(server.ledger.counts["other"] == nil)
    }

    @Test(
        "A submit to any path of the dialect is billed once, whatever kind of request it is",
        arguments: [nil, "acme/video-1", "someone/else"] as [String?]
    )
    func models(_ model: String?) async throws {
        let server = LoopbackProvider(dialect: PredictionsDialect(), script: .predictions)
        let endpoint = try server.start()
        defer { server.stop() }
        let provider = DialectProvider(id: "played", dialect: PredictionsDialect(), endpoint: endpoint, key: nil)
        let context = ExchangeContext(transport: EngineEnvironment().transport, date: Date())
        let task = try await provider.submit(VideoRequest(prompt: "a boat", model: model), in: context).remote
        #expect(server.ledger.submits == 1)
        #expect(try await provider.status(of: task, in: context).state == .queued)
        #expect(try await provider.status(of: task, in: context).state == .running)
        #expect(try await provider.status(of: task, in: context).outputs.count == 1)
    }
}
