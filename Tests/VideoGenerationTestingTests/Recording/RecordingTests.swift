import Foundation
import OpenAIVideos
import Testing
import VideoGeneration
import VideoGenerationTesting
import VideoRecording

@Suite("Recordings hold no secret and are played strictly", .timeLimit(.minutes(20)))
struct RecordingTests {
    private static let key = "sk-invented-7Qm2xV9pKs4T"
    private static let signature = "4fA%2BpQ%2F7w%3D"

    private func provider() throws -> DialectProvider {
        DialectProvider(
            id: "recorded",
            dialect: OpenAIVideosDialect(),
            endpoint: try Endpoint("https://api.example.com/v1"),
            key: try Secret(Self.key)
        )
    }

    /// A backend that says more than it should.
    private let backend = ScriptedTransport { request in
        let body =
            request.method == .post
            ? #"{"id": "v1", "status": "queued", "echo": "key \#(key)", "api_key": "\#(key)"}"#
            : #"{"id": "v1", "status": "completed", "url": "https://cdn.example/v.mp4?Expires=9&Signature=\#(signature)"}"#
        return HTTPResponse(
            status: 200,
            fields: ["Content-Type": "application/json", "Set-Cookie": "session=\(key)", "X-Request-ID": "r-1"],
            body: Array(body.utf8)
        )
    }

    private var request: VideoRequest {
        var request = VideoRequest(prompt: "a paper boat", model: "veo3-pro-frames")
        request.firstFrame = HTTPURL("https://pictures.example/boat.png?token=private-token-1").map { .url($0) }
        return request
    }

    /// Records a purchase and a poll.
    private func record() async throws -> (Recording, String) {
        let transport = RecordingTransport(backend)
        let (provider, context) = (try provider(), ExchangeContext(transport: transport, date: .now))
        let task = try await provider.submit(request, in: context)
        _ = try await provider.status(of: task.remote, in: context)
        let folder = try TemporaryFolder()
        let path = folder.path + "/accepted.har"
        try transport.recording.write(to: path)
        return (try Recording(contentsOf: path), try String(contentsOfFile: path, encoding: .utf8))
    }

    @Test("K3 A recording on disk holds no key, no cookie and no signature")
    func redaction() async throws {
        let (_, text) = try await record()
        let base64 = Data(Self.key.utf8).base64EncodedString().prefix { $0 != "=" }
        for secret in [Self.key, String(base64), Self.signature, "private-token-1", "session=", "Authorization"] {
            #expect(!text.contains(secret), "\(secret) is in the recording")
        }
        #expect(text.contains("a paper boat") && text.contains("r-1"))
    }

    @Test(
        "K3 A key is removed from a recording, whichever field it was sent in",
        arguments: [
            ("x-goog-api-key", ""), ("X-Key", ""), ("api-key", ""), ("X-Api-Key", ""), ("Authorization", "Key "),
            ("X-Acme", "Acme Credential=id-1, Signature="),
        ]
    )
    func otherFields(name: String, prefix: String) async throws {
        struct Keyed: VideoDialect {
            var base = OpenAIVideosDialect()
            let field: (name: String, prefix: String)
            var name: String { base.name }
            var models: [ModelDescription] { base.models }
            var reader: ResponseReader { base.reader }
            func authorizer(for key: Secret) -> any RequestAuthorizer {
                KeyAuthorizer(key, in: field.name, prefix: field.prefix)
            }
            func submitRequest(_ request: VideoRequest, at endpoint: Endpoint) throws -> HTTPRequest {
                var message = try base.submitRequest(request, at: endpoint)
                message.fields["X-Acme-Version"] = "2024-11-06"
                return message
            }
            func statusRequest(for task: RemoteTask, at endpoint: Endpoint) throws -> HTTPRequest {
                try base.statusRequest(for: task, at: endpoint)
            }
        }
        let transport = RecordingTransport(
            ScriptedTransport { request in
                #expect(request.fields[name] == prefix + Self.key)
                let body = #"{"id": "v1", "status": "queued", "echo": "\#(Self.key)", "day": "2024-11-06"}"#
                return HTTPResponse(status: 200, body: Array(body.utf8))
            }
        )
        let provider = DialectProvider(
            id: "recorded",
            dialect: Keyed(field: (name, prefix)),
            endpoint: try Endpoint("https://api.example.com/v1"),
            key: try Secret(Self.key)
        )
        _ = try await provider.submit(request, in: ExchangeContext(transport: transport, date: .now))
        let exchange = try #require(transport.recording.exchanges.first)
        let text = String(decoding: exchange.responseBody, as: UTF8.self)
        #expect(!text.contains(Self.key) && !"\(exchange)".contains(Self.key))
        #expect(text.contains("2024-11-06"), "the version of an API is not a secret")
    }

    @Test("A recording of a submit with a task's own ID in the body, or in a URL, answers another task")
    func ownID() async throws {
        let url = try #require(HTTPURL("https://api.example.com/own/v1-k3f9-1790000000"))
        let requests = { (id: String) in
            [
                HTTPRequest.posting(["external_id": .string(id), "prompt": "a boat"], to: url),
                HTTPRequest.reading(try #require(HTTPURL("https://api.example.com/own/\(id)"))),
                HTTPRequest.putting(url),
            ]
        }
        let transport = RecordingTransport(ScriptedTransport { _ in HTTPResponse(status: 200, body: Array("{}".utf8)) })
        for request in try requests("v1-k3f9-1790000000") { _ = try await transport.response(to: request) }
        let playback = PlaybackTransport(transport.recording)
        for request in try requests("v27-abcd-1790009999") {
            #expect(try await playback.response(to: request).status == 200)
        }
        #expect(transport.recording.exchanges.map(\.method) == ["POST", "GET", "PUT"])
    }

    @Test("A recording plays back what was said")
    func playback() async throws {
        let (recording, _) = try await record()
        let transport = PlaybackTransport(recording)
        let (provider, context) = (try provider(), ExchangeContext(transport: transport, date: .now))
        let task = try await provider.submit(request, in: context)
        let snapshot = try await provider.status(of: task.remote, in: context)
        #expect(snapshot.state == .succeeded)
        #expect(snapshot.outputs.first?.link?.string == "https://cdn.example/v.mp4?Expires=9&Signature=REDACTED")
        #expect(transport.unplayed.isEmpty)
    }

    @Test("R1 A request that is not in the recording fails as not sent; each answer is given once")
    func strictness() async throws {
        let (recording, _) = try await record()
        let (provider, context) = (try provider(), ExchangeContext(transport: PlaybackTransport(recording), date: .now))
        var other = request
        other.prompt = "another boat"
        await #expect(throws: VideoError.self) { try await provider.submit(other, in: context) }
        let task = try await provider.submit(request, in: context)
        let again = await #expect(throws: VideoError.self) { try await provider.submit(request, in: context) }
        #expect(again?.progress == .notSent)
        #expect(
            again?.message.contains("The recording has no response for POST https://api.example.com/v1/videos") == true
        )
        _ = try await provider.status(of: task.remote, in: context)
    }

    @Test("R1 A missing recording is an error, and nothing is recorded in its place")
    func missing() throws {
        let folder = try TemporaryFolder()
        #expect(throws: (any Error).self) { try Recording(contentsOf: folder.path + "/none.har") }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    }

    @Test("A picture in a request is cut out, a form is kept as its size")
    func pictures() async throws {
        let transport = RecordingTransport(backend)
        let context = ExchangeContext(transport: transport, date: .now)
        let picture = MediaInput.data(Data(repeating: 7, count: 300), .png)
        for create in [OpenAIVideosDialect.Create.json, .multipart] {
            let provider = DialectProvider(
                id: "recorded",
                dialect: OpenAIVideosDialect(create: create),
                endpoint: try Endpoint("https://api.example.com/v1"),
                key: try Secret(Self.key)
            )
            _ = try await provider.submit(
                VideoRequest(prompt: "a boat", model: "veo3-pro-frames", firstFrame: picture),
                in: context
            )
        }
        let bodies = transport.recording.exchanges.compactMap(\.body)
        #expect(bodies[0].contains("data:image/png;base64,REDACTED"))
        #expect(bodies[1].hasSuffix(" bytes"))
    }

    @Test("An answer that is a video is passed on and not kept, and is not played as an empty one")
    func videos() async throws {
        let film = [UInt8](repeating: 1, count: 2 << 20)
        let transport = RecordingTransport(ScriptedTransport { _ in HTTPResponse(status: 200, body: film) })
        let link = try #require(HTTPURL("https://cdn.example/v.mp4"))
        let response = try await transport.response(to: HTTPRequest(.get, link), maximumBody: 4 << 20)
        #expect(response.body == film)
        #expect(transport.recording.exchanges.map(\.responseBody) == [[]])
        #expect(transport.recording.exchanges.map(\.leftOut) == [2 << 20])
        let folder = try TemporaryFolder()
        try transport.recording.write(to: folder.path + "/video.har")
        let playback = PlaybackTransport(try Recording(contentsOf: folder.path + "/video.har"))
        await #expect(throws: HTTPTransportError.self) { try await playback.response(to: HTTPRequest(.get, link)) }
    }

    @Test("An archive of another tool, whose bodies have comments, is played with its bodies")
    func comments() async throws {
        let (_, text) = try await record()
        let folder = try TemporaryFolder()
        let foreign = text.replacing(#/"mimeType" :/#, with: #""comment" : "seen", "mimeType" :"#)
        try foreign.write(toFile: folder.path + "/foreign.har", atomically: true, encoding: .utf8)
        let exchanges = try Recording(contentsOf: folder.path + "/foreign.har").exchanges
        #expect(foreign.contains("seen") && exchanges.count == 2)
        #expect(exchanges.allSatisfy { $0.leftOut == nil && !$0.responseBody.isEmpty })
    }

    /// The members that HAR 1.2 requires: http://www.softwareishard.com/blog/har-12-spec.
    private static let required: [String: [String]] = [
        "": ["startedDateTime", "time", "request", "response", "cache", "timings"],
        "timings": ["send", "wait", "receive"],
        "request": [
            "method", "url", "httpVersion", "cookies", "headers", "queryString", "headersSize", "bodySize",
        ],
        "response": [
            "status", "statusText", "httpVersion", "cookies", "headers", "content", "redirectURL", "headersSize",
            "bodySize",
        ],
    ]

    @Test("A recording is an HTTP Archive that a strict reader of HAR 1.2 takes")
    func archive() async throws {
        let (_, text) = try await record()
        let log = try #require(try JSONValue(parsing: text)["log"])
        #expect(log["version"]?.text == "1.2" && log["creator"]?["name"] != nil && log["creator"]?["version"] != nil)
        let entries = try #require(log["entries"]?.array)
        #expect(entries.count == 2)
        for entry in entries {
            for (place, members) in Self.required {
                let object = place.isEmpty ? entry : try #require(entry[place])
                for member in members { #expect(object[member] != nil, "\(place).\(member) is missing") }
            }
            #expect(entry["response"]?["content"]?["size"] != nil && entry["response"]?["content"]?["mimeType"] != nil)
            let stamp = try #require(entry["startedDateTime"]?.text)
            #expect(stamp.wholeMatch(of: #/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/#) != nil, "\(stamp)")
        }
        let post = try #require(entries[0]["request"]?["postData"])
        #expect(post["mimeType"]?.text == "application/json" && post["params"]?.array == [] && post["text"] != nil)
    }

    @Test("A recording says when each exchange began and how long it took, and keeps it")
    func timings() async throws {
        let clock = ManualClock()
        let slow = SlowTransport(wait: .milliseconds(1_250), receive: .milliseconds(80), clock: clock)
        let transport = RecordingTransport(slow, clock: clock)
        let start = clock.now
        let link = try #require(HTTPURL("https://api.example.com/v1/videos?after=a%20b&limit=2"))
        for _ in 0..<2 { _ = try await transport.response(to: HTTPRequest(.get, link)) }
        let folder = try TemporaryFolder()
        try transport.recording.write(to: folder.path + "/slow.har")
        let exchanges = try Recording(contentsOf: folder.path + "/slow.har").exchanges
        #expect(exchanges == transport.recording.exchanges)
        #expect(exchanges.map(\.startedAt) == [start, start.addingTimeInterval(1.33)])
        #expect(exchanges.map(\.wait) == [.milliseconds(1_250), .milliseconds(1_250)])
        #expect(exchanges.map(\.receive) == [.milliseconds(80), .milliseconds(80)])
        let text = try String(contentsOfFile: folder.path + "/slow.har", encoding: .utf8)
        let entry = try JSONValue(parsing: text)["log"]?["entries"]?.array?.first
        #expect(entry?["time"]?.double == 1_330)
        #expect(entry?["request"]?["queryString"]?.array?.map { $0["value"]?.text } == ["a b", "2"])
    }

    @Test("A recording with absurd times is read all the same")
    func absurdTimings() async throws {
        let (_, text) = try await record()
        let folder = try TemporaryFolder()
        let absurd = text.replacing(#/"wait" : [\d.]+/#, with: "\"wait\" : 1e300")
            .replacing(#/"startedDateTime" : "[^"]*"/#, with: "\"startedDateTime\" : \"yesterday\"")
        try absurd.write(toFile: folder.path + "/absurd.har", atomically: true, encoding: .utf8)
        #expect(absurd.contains("1e300") && absurd.contains("yesterday"))
        #expect(try Recording(contentsOf: folder.path + "/absurd.har").exchanges.count == 2)
    }
}
