import Foundation
import MiniMaxHailuo
import OpenAIVideos
import Testing
import VideoGeneration

@Suite("Where is asked", .timeLimit(.minutes(20)))
struct RequestTests {
    static let odd = "veo3.1:17/6 2+x=?#é"
    static let oddEncoded = "veo3.1%3A17%2F6%202%2Bx%3D%3F%23%C3%A9"

    static let questions: [(String, String, String?, String?)] = [
        ("minimax-v1", "/v1/query/video_generation?task_id=", nil, nil),
        ("minimax-relay", "/minimax/v1/query/video_generation?task_id=", nil, nil),
        ("minimax-cometapi", "/v1/query/video_generation?task_id=", nil, nil),
        ("minimax-template", "/v1/query/video_template_generation?task_id=", nil, nil),
        (
            "minimax-v2", "/v2/query/video_generation/", "DELETE /v2/video_generation/",
            "/v2/query/video_generation?page_num=1&page_size=20"
        ),
        ("openai-videos", "/v1/videos/", "DELETE /v1/videos/", "/v1/videos?limit=20"),
        ("veo-unified", "/v1/video/query?id=", nil, nil),
        ("newapi-task", "/v1/video/generations/", nil, nil),
    ]

    @Test("P26 an id is one percent-encoded piece, in every dialect", arguments: questions.indices)
    func addresses(_ index: Int) throws {
        let (name, status, cancel, list) = Self.questions[index]
        let dialect = try dialect(name)
        let endpoint = try endpoint(for: name)
        let task = RemoteTask(id: Self.odd)
        #expect(try dialect.statusRequest(for: task, at: endpoint).url.target == status + Self.oddEncoded)
        let cancelled = try dialect.cancelRequest(for: task, at: endpoint)
        #expect(cancelled.map { "\($0.method.rawValue) \($0.url.target)" } == cancel.map { $0 + Self.oddEncoded })
        let listed = try dialect.listRequest(TaskListing(limit: 20), at: endpoint)
        #expect(listed?.url.target == list)
        #expect(dialect.canCancel == (cancel != nil))
        // Every DELETE of today also deletes finished videos.
        #expect(dialect.cancelDeletesFinished == (cancel != nil))
        #expect(dialect.canList == (list != nil))
    }

    @Test("P26 an id that is a path is refused", arguments: ["..", ".", ""])
    func paths(_ id: String) throws {
        for name in ["openai-videos", "newapi-task", "minimax-v2"] {
            #expect(throws: VideoError.self) {
                try dialect(name).statusRequest(for: RemoteTask(id: id), at: endpoint(for: name))
            }
        }
    }

    @Test(
        "a base URL may end with the version or the prefix",
        arguments: [
            "https://h.example", "https://h.example/", "https://h.example/v1", "https://h.example/minimax/v1/",
            "https://h.example/minimax",
        ]
    )
    func bases(_ text: String) throws {
        let asked = try dialect("minimax-relay").statusRequest(for: RemoteTask(id: "1"), at: try Endpoint(text))
        #expect(asked.url.string == "https://h.example/minimax/v1/query/video_generation?task_id=1")
    }

    @Test("CometAPI's file is asked for with its model, and each question has its price")
    func cometapi() throws {
        let comet = try dialect("minimax-cometapi")
        let asked = try comet.fileRequest(for: RemoteTask(id: "1", fileID: "9"), at: try Endpoint("https://c.example"))
        #expect(asked?.url.target == "/v1/files/retrieve?model=minimax-files-retrieve&file_id=9")
        #expect(comet.fileFee?.money == Money("0.004USD"))
        #expect(try dialect("minimax-v1").fileFee == nil)
        #expect(try comet.fileRequest(for: RemoteTask(id: "1"), at: try Endpoint("https://c.example")) == nil)
    }

    @Test("a template's task is asked for at its own address, also by another process")
    func template() throws {
        let v1 = try dialect("minimax-v1")
        let endpoint = try endpoint(for: "minimax-v1")
        let request = ask("") { $0.source = .template(id: "1", texts: []) }
        let answer = HTTPResponse(status: 200, body: Array(#"{"task_id":"815427096399537259"}"#.utf8))
        let task = try v1.submitted(answer, of: request, at: endpoint).remote
        let copy = try JSONDecoder().decode(RemoteTask.self, from: JSONEncoder().encode(task))
        #expect(
            try v1.statusRequest(for: copy, at: endpoint).url.target
                == "/v1/query/video_template_generation?task_id=815427096399537259"
        )
    }

    static let polls: [(String, String)] = [
        ("/api/v1/videos/job-1?sig=a%2Bb", "https://api.example.com/api/v1/videos/job-1?sig=a%2Bb"),
        ("https://api.example.com/v1/poll/1", "https://api.example.com/v1/poll/1"),
        ("https://evil.example/v1/poll/1", "https://api.example.com/v1/videos/job-1"),
        ("http://api.example.com/v1/poll/1", "https://api.example.com/v1/videos/job-1"),
        ("//evil.example/x", "https://api.example.com/v1/videos/job-1"),
    ]

    @Test("where to poll is taken verbatim, on the API's own origin alone", arguments: polls)
    func pollingURL(_ told: String, _ asked: String) throws {
        let dialect = try dialect("openai-videos")
        let endpoint = try endpoint(for: "openai-videos")
        let body = JSONValue.object(["id": "job-1", "status": "pending", "polling_url": .string(told)])
        let answer = HTTPResponse(status: 202, body: body.bytes)
        let task = try dialect.submitted(answer, of: ask(), at: endpoint).remote
        #expect(try dialect.statusRequest(for: task, at: endpoint).url.string == asked)
    }

    @Test(
        "P27 an answer about another task is not adopted, a shortened id is",
        arguments: [
            ("veo3:123-abc", "123-abc", true), ("task_1", "task_1", true), ("task_1", "task_2", false),
            ("1", "11", false),
        ]
    )
    func otherTask(_ asked: String, _ told: String, _ isSame: Bool) throws {
        for name in ["openai-videos", "veo-unified", "newapi-task"] {
            let body = JSONValue.object(["id": .string(told), "status": "processing"])
            let answer = HTTPResponse(status: 200, body: body.bytes)
            let seen = { try dialect(name).snapshot(answer, of: RemoteTask(id: asked), at: endpoint(for: name)) }
            if isSame {
                #expect(try seen().remote.id == asked, "the id that was sent is kept")
            } else {
                let error = #expect(throws: VideoError.self) { try seen() }
                #expect(error?.isTransient == true, "the task is asked for again, and not given up")
            }
        }
    }

    @Test("the content route has its variants, and a list goes on where it says")
    func openAI() throws {
        let dialect = OpenAIVideosDialect()
        let endpoint = try endpoint(for: "openai-videos")
        let task = RemoteTask(id: "video_1")
        #expect(try dialect.content(.video, of: task, at: endpoint).link?.target == "/v1/videos/video_1/content")
        let still = try dialect.content(.thumbnail, of: task, at: endpoint)
        #expect(still.link?.target == "/v1/videos/video_1/content?variant=thumbnail")
        #expect(still.needsCredential)
        let body = #"{"data":[{"id":"a","status":"queued"}],"last_id":"a","has_more":true}"#
        let page = try dialect.page(
            HTTPResponse(status: 200, body: Array(body.utf8)),
            of: TaskListing(),
            at: endpoint
        )
        #expect(page.next == "a")
        let next = try dialect.listRequest(TaskListing(limit: 1_000, after: page.next), at: endpoint)
        #expect(next?.url.target == "/v1/videos?limit=100&after=a")
        let again = try dialect.page(
            HTTPResponse(status: 200, body: Array(body.utf8)),
            of: TaskListing(after: "a"),
            at: endpoint
        )
        #expect(again.next == nil, "a list that does not move is at its end")
    }

    @Test("H3's list has numbered pages, and ends")
    func h3List() throws {
        let dialect = MiniMaxV2Dialect()
        let endpoint = try endpoint(for: "minimax-v2")
        let answer = HTTPResponse(status: 200, body: Array(#"{"items":[{"id":"1","status":"queued"}],"total":3}"#.utf8))
        let first = try dialect.page(answer, of: TaskListing(limit: 2), at: endpoint)
        #expect(first.next == "2")
        #expect(try dialect.page(answer, of: TaskListing(limit: 2, after: "2"), at: endpoint).next == nil)
        #expect(
            try dialect.page(answer, of: TaskListing(limit: .max, after: "9999999999999999999"), at: endpoint).next
                == nil
        )
    }

    @Test(
        "the provider's wish about waiting is kept as it was told",
        arguments: [
            (["openai-poll-after-ms": "1500"], 1.5), (["openai-poll-after-ms": "0"], 0),
            (["openai-poll-after-ms": "abc"], nil),
            (["openai-poll-after-ms": "1000000000000"], 1e9), (["Retry-After": "7"], 7), (["Retry-After": "0.5"], 0.5),
            (["Retry-After": "-3"], 0), (["retry-after-ms": "20", "Retry-After": "7"], 0.02),
            (["Retry-After": "1e400"], nil), ([:], nil),
        ] as [([String: String], Double?)]
    )
    func waits(_ headers: [String: String], _ seconds: Double?) throws {
        var fields = HTTPFields()
        for (name, value) in headers { fields[name] = value }
        let answer = HTTPResponse(status: 200, fields: fields, body: Array(#"{"id":"x","status":"queued"}"#.utf8))
        let seen = try dialect("openai-videos").snapshot(
            answer,
            of: RemoteTask(id: "x"),
            at: endpoint(for: "openai-videos")
        )
        #expect(
            seen.pollAfter.map { Double($0.components.seconds) + Double($0.components.attoseconds) / 1e18 } == seconds
        )
    }
}
