import Foundation
import ProviderManifests
import Testing
import VideoGeneration
import VideoGenerationTesting

@Suite("What a manifest sends and reads", .timeLimit(.minutes(20)))
struct ManifestDialectTests {
    private let endpoint: Endpoint

    init() throws { endpoint = try Endpoint("https://api.acme.example/v1") }

    private func dialect(_ body: String) throws -> any VideoDialect {
        try ManifestText.minimal.replacing(#"{"text": "{prompt}", "length": "{seconds}"}"#, with: body).manifest()
            .dialect
    }

    private func sent(_ body: String, _ change: (inout VideoRequest) throws -> Void = { _ in }) throws -> String {
        var request = VideoRequest(prompt: "a \"boat\"")
        try change(&request)
        let message = try dialect(body).submitRequest(request, at: endpoint)
        #expect(message.url.string == "https://api.acme.example/v1/jobs" && message.method == .post)
        return String(decoding: message.body ?? [], as: UTF8.self)
    }

    @Test("A placeholder alone keeps its JSON type, and inside a longer text it is text")
    func types() throws {
        let body = #"{"a": "{prompt}", "b": "{seconds}", "c": "{seconds}s", "d": "{seconds.text}", "e": "{{x}}"}"#
        let text = try sent(body) { $0.seconds = 5 }
        #expect(text == #"{"a":"a \"boat\"","b":5,"c":"5s","d":"5","e":"{x}"}"#)
    }

    @Test("A member or an element without a value disappears, with its constants")
    func absent() throws {
        let body = """
            {"a": "{prompt}", "b": "{seconds}", "c": {"d": "{seconds}s", "k": 1}, "e": [{"f": "{firstFrame}", "k": 2}],
             "g": {"k": 3}, "h": ["{lastFrame}", 4]}
            """
        #expect(try sent(body) == #"{"a":"a \"boat\"","g":{"k":3}}"#)
        let filled = try sent(body) {
            $0.seconds = 6
            $0.firstFrame = .uploaded("f-1")
        }
        #expect(filled == #"{"a":"a \"boat\"","b":6,"c":{"d":"6s","k":1},"e":[{"f":"f-1","k":2}],"g":{"k":3}}"#)
    }

    @Test("A value with braces is a value, not a template")
    func injection() throws {
        let text = try sent(#"{"a": "{prompt}", "b": "x {prompt}"}"#) { $0.prompt = #"{model}", "k": "1"# }
        #expect(text == #"{"a":"{model}\", \"k\": \"1","b":"x {model}\", \"k\": \"1"}"#)
    }

    @Test("The forms of a picture: a link, bytes or the provider's own ID")
    func pictures() throws {
        let body = """
            {"p": "{prompt}", "f": {"url": "{firstFrame.link}", "data": "{firstFrame.base64}", "type": "{firstFrame.type}"}}
            """
        let data = try sent(body) { $0.firstFrame = .data(Data([1, 2, 3]), .png) }
        #expect(data.hasSuffix(#""f":{"data":"AQID","type":"image/png"}}"#))
        let link = try sent(body) { $0.firstFrame = .url(try #require(HTTPURL("https://i.example/a.png"))) }
        #expect(link.hasSuffix(#""f":{"url":"https://i.example/a.png"}}"#))
    }

    @Test("A part of a request that the manifest has no field for is refused")
    func refused() throws {
        let body = #"{"a": "{prompt}", "v": [{"$references": {"video": "{reference.link}"}}]}"#
        let changes: [(inout VideoRequest) -> Void] = [
            { $0.seconds = 5 }, { $0.size = VideoSize("1280x720") }, { $0.resolution = "720p" },
            { $0.aspectRatio = "1:1" },
            { $0.firstFrame = .uploaded("f") }, { $0.model = "m" }, { $0.source = .edit(videoID: "v") },
            { $0.references = [.uploaded("f")] }, { $0.references = [.data(Data([0]), .mp4)] },
            { $0.source = .template(id: "t", texts: ["x"]) },
        ]
        for change in changes {
            let error = #expect(throws: VideoError.self) { try sent(body, change) }
            #expect(error?.code == .invalidRequest && error?.advice?.contains("Nothing was sent") == true)
        }
    }

    @Test("Options are merged last, and an object adds its members")
    func options() throws {
        let text = try sent(#"{"a": "{prompt}", "video": {"length": "{seconds}"}}"#) {
            $0.seconds = 5
            $0.options = ["a": "b", "video": ["loop": true], "seed": 7]
        }
        #expect(text == #"{"a":"b","video":{"length":5,"loop":true},"seed":7}"#)
    }

    private func reading(_ member: String) throws -> any VideoDialect {
        try ManifestText.minimal.replacing(#""reason": "/why""#, with: #""reason": "/why", \#(member)"#).manifest()
            .dialect
    }

    private func response(_ text: String, status: Int = 200) -> HTTPResponse {
        HTTPResponse(status: status, fields: ["Content-Type": "application/json"], body: Array(text.utf8))
    }

    @Test("A URL from a response is used on the provider's own origin, and ignored elsewhere")
    func carriedURLs() throws {
        let dialect = try reading(#""statusURL": "/poll", "cancelURL": "/stop""#)
        func poll(_ url: String) throws -> String {
            let accepted = response(#"{"job": "1", "poll": "\#(url)", "stop": "\#(url)"}"#)
            let task = try dialect.submitted(accepted, of: VideoRequest(prompt: "x"), at: endpoint).remote
            return try dialect.statusRequest(for: task, at: endpoint).url.string
        }
        #expect(try poll("https://api.acme.example/q/7") == "https://api.acme.example/q/7")
        #expect(try poll("https://evil.example/q/7") == "https://api.acme.example/v1/jobs/1")
        #expect(try poll("http://api.acme.example/q/7") == "https://api.acme.example/v1/jobs/1")
        #expect(try poll("file:///etc/passwd") == "https://api.acme.example/v1/jobs/1")
    }

    @Test("A file is not sent to a host that the manifest does not list")
    func uploadHosts() throws {
        let dialect = try ManifestText.named("runway").manifest().dialect
        let endpoint = try Endpoint("https://api.dev.runwayml.com")
        let file = MediaInput.data(Data(count: 5_000_000), .png)
        for host in ["evil.example", "amazonaws.com", "s3.amazonaws.com.evil.example", "evilamazonaws.com"] {
            let named = response(#"{"uploadUrl": "https://\#(host)/b", "fields": {}, "runwayUri": "runway://f"}"#)
            let error = #expect(throws: VideoError.self) {
                try dialect.uploadStep(for: file, after: [named], at: endpoint)
            }
            #expect(error?.code == .unsafeURL && error?.advice?.contains("Nothing was bought") == true)
        }
        let plain = response(#"{"uploadUrl": "http://s3.amazonaws.com/b", "fields": {}, "runwayUri": "runway://f"}"#)
        #expect(throws: VideoError.self) { try dialect.uploadStep(for: file, after: [plain], at: endpoint) }
        let listed = response(
            #"{"uploadUrl": "https://b.s3.amazonaws.com/b", "fields": {}, "runwayUri": "runway://f"}"#
        )
        guard case .send = try dialect.uploadStep(for: file, after: [listed], at: endpoint) else {
            throw VideoError(.invalidRequest, "A listed host is refused.")
        }
    }

    @Test("Only the declared places decide: other members with usual names say nothing")
    func undeclared() throws {
        let dialect = try ManifestText.minimal.manifest().dialect
        let accepted = response(
            #"{"id": "wrong", "task_id": "wrong", "status": "ready", "url": "https://a.example/v.mp4"}"#
        )
        #expect(dialect.evidence(in: accepted, at: endpoint).taskID == nil)
        let poll = response(#"{"job": "1", "phase": "drawing", "status": "failed", "state": "broken"}"#)
        #expect(try dialect.snapshot(poll, of: RemoteTask(id: "1"), at: endpoint).state == .running)
    }

    @Test("A response that was cut off proves nothing, also if its beginning is complete JSON")
    func cutOff() throws {
        let dialect = try ManifestText.minimal.manifest().dialect
        #expect(dialect.evidence(in: response(#"{"job": "1", "phase":"#), at: endpoint).isCutOff)
        let short = HTTPResponse(status: 200, fields: ["Content-Length": "900"], body: Array(#"{"job": "1"}"#.utf8))
        #expect(dialect.evidence(in: short, at: endpoint).isCutOff)
        let exact = HTTPResponse(status: 200, fields: ["Content-Length": "12"], body: Array(#"{"job": "1"}"#.utf8))
        #expect(dialect.evidence(in: exact, at: endpoint).taskID == "1")
    }

    @Test("A declared refusal ends a submit, and an undeclared code leaves its outcome unknown")
    func proofs() async throws {
        let text = try ManifestText.minimal
            .replacing(#""reason": "/why""#, with: #""reason": "/why", "code": "/code""#)
            .replacing(
                #""words": {"running""#,
                with: #"""
                    "errors": [{"on": "submit", "http": 200, "codes": ["E17"], "is": "contentRejected", "proves": "refused"}],
                    "words": {"running"
                    """#
            )
        let provider = try text.manifest().provider(key: try Secret("man-invented-Key-5Tz"))
        for (body, code) in [
            (#"{"code": "E17", "why": "no"}"#, VideoError.Code.contentRejected),
            (#"{"code": "E18", "why": "no"}"#, .outcomeUnknown), (#"{"why": "E17"}"#, .outcomeUnknown),
        ] {
            let transport = ScriptedTransport { _ in response(body) }
            let context = ExchangeContext(transport: transport, date: .now)
            let error = await #expect(throws: VideoError.self) {
                try await provider.submit(VideoRequest(prompt: "a boat"), in: context)
            }
            #expect(error?.code == code)
        }
    }

    @Test("A look-up whose response lacks the declared places is an error, and not the news that there is no task")
    func lookup() throws {
        for items in [#", "items": "/jobs""#, ""] {
            let text = try ManifestText.minimal.replacing(
                #""read": {"#,
                with: #""lookup": {"path": "/jobs", "query": {"ref": "{ownID}"}\#(items)}, "read": {"#
            )
            let dialect = try text.manifest().dialect
            let request = VideoRequest(prompt: "a boat")
            func found(_ body: String, status: Int = 200) throws -> [String] {
                try dialect.found(response(body, status: status), for: "v1", of: request, at: endpoint).map(\.remote.id)
            }
            #expect(throws: VideoError.self) { try found(#"{"data": []}"#) }
            #expect(throws: VideoError.self) { try found("{}") }
            #expect(throws: VideoError.self) { try found("<html></html>") }
            #expect(try found(#"{"why": "no such job"}"#, status: 404) == [])
            if items.isEmpty {
                #expect(try found(#"{"job": "1"}"#) == ["1"])
            } else {
                #expect(try found(#"{"jobs": []}"#) == [])
                #expect(try found(#"{"jobs": [{"job": "1"}, {"job": "2"}]}"#) == ["1", "2"])
            }
        }
    }

    @Test("A request for the links that needs a file's ID waits for it")
    func fileID() async throws {
        let text = try ManifestText.minimal
            .replacing(#""read": {"#, with: #""file": {"path": "/files/{file}"}, "read": {"file": "/file", "#)
            .replacing(#""phase": "<status>", "film": "<link>"}}"#, with: #""phase": "<status>", "file": "<file>"}}"#)
            .replacing(#""failed": {"body""#, with: #""file": {"body": {"film": "<link>"}}, "failed": {"body""#)
        let manifest = try text.manifest()
        #expect(try manifest.dialect.fileRequest(for: RemoteTask(id: "1"), at: endpoint) == nil)
        let known = RemoteTask(id: "1", fileID: "f/2")
        #expect(
            try manifest.dialect.fileRequest(for: known, at: endpoint)?.url.string
                == "https://api.acme.example/v1/files/f%2F2"
        )
        try await ProviderConformance(dialect: manifest.dialect, script: manifest.samples).run()
    }

    @Test("The next page follows from a number of tasks, or from a cursor of the response")
    func pages() throws {
        let counted = try ManifestText.named("seedance").manifest().dialect
        func page(_ dialect: any VideoDialect, _ body: String, after: String? = nil) throws -> TaskPage {
            try dialect.page(response(body), of: TaskListing(limit: 2, after: after), at: endpoint)
        }
        let two = #"{"items": [{"id": "1", "status": "running"}, {"id": "2", "status": "running"}], "total": 5}"#
        #expect(try page(counted, two).next == "2" && page(counted, two).tasks.map(\.remote.id) == ["1", "2"])
        #expect(try page(counted, two, after: "2").next == "3")
        #expect(try page(counted, two, after: "3").next == nil)
        #expect(try page(counted, two, after: "9223372036854775807").next == nil)
        #expect(try page(counted, #"{"items": [], "total": 5}"#).next == nil)
        let pointed = try ManifestText.named("nimbus").manifest().dialect
        let more = #"{"data": {"renders": [{"id": "1", "phase": "drawing"}], "next": "c+/="}}"#
        #expect(try page(pointed, more).next == "c+/=")
        let request = try pointed.listRequest(TaskListing(limit: 2, after: "c+/="), at: endpoint)
        #expect(request?.url.string == "https://api.acme.example/v1/renders?limit=2&cursor=c%2B%2F%3D")
        let first = try pointed.listRequest(TaskListing(limit: 2), at: endpoint)
        #expect(first?.url.string == "https://api.acme.example/v1/renders?limit=2")
    }
}
