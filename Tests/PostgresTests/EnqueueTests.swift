import Foundation
import OpenAIVideos
import TestSupport
import Testing
import VideoGeneration
import VideoGenerationTesting
import VideoSimulator

@testable import VideoGenerationPostgres

@Suite(
    "A task that an application adds with SQL",
    .timeLimit(.minutes(20)),
    .enabled(if: PostgresServer.obstacle == nil, "PostgreSQL is not installed here, or has no user of its own"),
    .ownThread
)
struct EnqueueTests {
    private let store: DatabaseStore

    init() throws { store = try DatabaseStore() }

    private func order(_ address: String = "https://relay.example.com/v1") -> [String: Any] {
        [
            "provider": ["id": "relay", "dialect": "openai-videos", "baseURL": address],
            "request": ["prompt": "a paper boat in the rain", "model": "veo3-fast", "seconds": 8],
        ]
    }

    @discardableResult
    private func enqueue(_ order: Any, user: String = "postgres") throws -> String {
        let json = String(decoding: try JSONSerialization.data(withJSONObject: order), as: UTF8.self)
        let address = try PostgresAddress(store.server.address(of: store.database, user: user))
        do {
            return try #require(
                try address.connect().execute("select video_enqueue($1::jsonb)", [json]).rows.first?.first?.flatMap(
                    \.self
                )
            )
        } catch let failure as PostgresFailure {
            guard case .refused(let state, let message) = failure else { throw failure }
            throw VideoError(.invalidRequest, "\(state) \(message)")
        }
    }

    @Test("It is the task that a client would have created, and is bought once")
    func wholeTask() async throws {
        let simulator = VideoSimulator(SimulatorOptions(generationTime: 0.2))
        let base = try simulator.start().baseURL(for: "openai-videos")
        var order = order(base)
        order["label"] = "scene-1"
        order["priority"] = 3
        order["destination"] = "/videos/boat.mp4"
        let id = try enqueue(order)
        let journal = try await store.journal()
        let task = try #require(try await journal.tasks().first)
        let request = VideoRequest(prompt: "a paper boat in the rain", model: "veo3-fast", seconds: 8)
        #expect(task.id.rawValue == id && task.state == .intent && task.submits == 0)
        let digest = try request.digest()
        #expect(task.request == request && task.digest == digest)
        #expect(task.label == "scene-1" && task.priority == 3 && task.destination == "/videos/boat.mp4")
        #expect(task.provider.id == "relay" && task.provider.endpoint.plainAddress == base)
        #expect(try await journal.history(of: task.id).map(\.event) == [.intent])
        let column = try store.value("select endpoint || ' ' || model || ' ' || priority from video_task")
        #expect(column == "\(base) veo3-fast 3")

        let provider = try ProviderRegistry(OpenAIVideos.plugins).provider(
            for: ProviderConfiguration(id: "relay", dialect: "openai-videos", baseURL: base, keyEnv: "TEST_KEY"),
            environment: ["TEST_KEY": "sk-invented-0123456789"]
        )
        let own = try await PostgresJournal(
            store.server.address(of: store.database),
            folder: TemporaryFolder().path
        )
        let client = VideoClient(providers: [provider], journal: own)
        let bought = try await client.submit(waiting: task.id)
        #expect(bought.remote != nil && bought.id == task.id)
        #expect(try await client.submit(request, using: "relay", label: "scene-1").id == task.id)
        #expect(try enqueue(order) == id)
        #expect(simulator.ledger.submits == 1)
    }

    @Test("A label has one task, whichever of eight connections is first")
    func label() async throws {
        var order = order()
        order["label"] = "caf\u{65}\u{301}"
        let json = String(decoding: try JSONSerialization.data(withJSONObject: order), as: UTF8.self)
        let ids = try await withThrowingTaskGroup(of: String?.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    try self.store.server.execute("select video_enqueue($1::jsonb)", in: self.store.database, [json])
                        .first?.first.flatMap(\.self)
                }
            }
            return try await group.reduce(into: Set()) { $0.insert($1) }
        }
        #expect(ids.count == 1)
        #expect(try store.value("select count(*) from video_task where label = 'café'") == "1")
        order["request"] = ["prompt": "another boat"]
        let other = #expect(throws: VideoError.self) { try enqueue(order) }
        #expect(other?.message.hasPrefix("23505 the label belongs to v") == true, "\(String(describing: other))")
        #expect(try store.value("select count(*) from video_task") == "1")
    }

    @Test("What the application rolls back was never there")
    func rollback() async throws {
        let json = String(decoding: try JSONSerialization.data(withJSONObject: order()), as: UTF8.self)
        let connection = try PostgresAddress(store.server.address(of: store.database)).connect()
        try connection.execute("begin")
        try connection.execute("select video_enqueue($1::jsonb)", [json])
        try connection.execute("rollback")
        #expect(try await store.journal().tasks().isEmpty)
        #expect(try store.value("select count(*) from video_event") == "0")
    }

    @Test("A user needs no right but that to call the function, and no other user may call it")
    func rights() throws {
        let role = "app_\(store.database)"
        try store.server.execute("create role \(role) login", in: store.database)
        let refused = #expect(throws: VideoError.self) { try enqueue(order(), user: role) }
        #expect(refused?.message.hasPrefix("42501") == true)
        try store.server.execute("grant execute on function video_enqueue(jsonb) to \(role)", in: store.database)
        try enqueue(order(), user: role)
        #expect(try store.value("select count(*) from video_task") == "1")
    }

    @Test("A mistake is named, and nothing is added")
    func mistakes() throws {
        func changed(_ change: (inout [String: Any]) -> Void) -> [String: Any] {
            var order = order()
            change(&order)
            return order
        }
        func request(_ fields: [String: Any]) -> [String: Any] { changed { $0["request"] = fields } }
        let deep = (0..<40).reduce(1 as Any) { inner, _ in ["a": inner] }
        let cases: [(Any, String)] = [
            ([1], "the task is not an object"), (changed { $0["promt"] = 1 }, "has no field promt"),
            (changed { $0["provider"] = nil }, "provider needs id, dialect and baseURL"),
            (changed { $0["label"] = "a\nb" }, "label has invisible characters"),
            (changed { $0["label"] = String(repeating: "x", count: 201) }, "does not have 1 to 200 bytes"),
            (changed { $0["priority"] = 1.5 }, "not a whole number"), (changed { $0["destination"] = "a.mp4" }, "path"),
            (order("http://relay.example.com"), "no plain https address"),
            (order("https://user@relay.example.com"), "no plain https address"),
            (request([:]), "needs a prompt"), (request(["prompt": "x", "isPrivate": true]), "no field \"isPrivate\""),
            (request(["prompt": String(repeating: "x", count: 70_000)]), "does not have 0 to 65536 bytes"),
            (request(["prompt": "x", "size": "0x720"]), "not of the form"),
            (request(["prompt": "x", "size": "1280x99999"]), "not of the form"),
            (request(["prompt": "x", "seconds": "8"]), "seconds of request is string and not number"),
            (request(["prompt": "x", "firstFrame": ["file": "/etc/passwd"]]), "no field file"),
            (request(["prompt": "x", "firstFrame": [String: Any]()]), "either url or uploaded"),
            (request(["prompt": "x", "references": [["url": "https://a.example.com/a?sig=1"]]]), "has a query"),
            (request(["prompt": "x", "references": ["https://a.example.com/a"]]), "reference 1 is not an object"),
            (request(["prompt": "x", "options": deep]), "options of request are too large"),
            (request(["prompt": "x", "source": [String: Any]()]), "source needs one of"),
            (request(["prompt": "x", "source": ["remix": ["id": "1"]]]), "has no field id"),
        ]
        for (order, reason) in cases {
            let error = #expect(throws: (any Error).self) { try enqueue(order) }
            #expect("\(String(describing: error))".contains(reason), "\(String(describing: error))")
        }
        #expect(try store.value("select count(*) from video_task") == "0")
        #expect(try store.value("select count(*) from video_label") == "0")
    }

    @Test("Every field arrives as it was given")
    func fields() async throws {
        var order = order()
        order["replacesFile"] = true
        order["destination"] = "/videos/ä b.mp4"
        order["request"] = [
            "prompt": "a boat \u{202E}\u{1F6A2} \"quoted\"", "seconds": NSNull(), "size": "1280x720",
            "aspectRatio": "16:9", "firstFrame": ["url": "https://a.example.com/a.png"],
            "references": [["uploaded": "file-1", "kind": "audio"]],
            "source": ["template": ["id": "t-1", "texts": ["a", "b"]]],
            "options": ["seed": 12_345_678_901, "deep": ["x": NSNull(), "y": [0.5, -1e-9]]],
        ]
        let id = try enqueue(order)
        let task = try #require(try await store.journal().tasks().first)
        #expect(task.id.rawValue == id)
        #expect(task.request.prompt == "a boat \u{202E}\u{1F6A2} \"quoted\"" && task.request.seconds == nil)
        #expect(task.request.size == VideoSize("1280x720") && task.request.aspectRatio == "16:9")
        #expect(task.request.firstFrame == .url(try #require(HTTPURL("https://a.example.com/a.png"))))
        #expect(task.request.references == [.uploaded("file-1", kind: .audio)])
        #expect(task.request.source == .template(id: "t-1", texts: ["a", "b"]))
        let deep = try JSONValue(parsing: Array(#"{"x":null,"y":[0.5,-0.000000001]}"#.utf8))
        #expect(task.request.options == ["seed": 12_345_678_901, "deep": deep])
        #expect(task.replacesFile && task.destination == "/videos/ä b.mp4" && task.digest?.isEmpty == false)
    }
}
