import Foundation
import Testing
import VideoGeneration
import VideoGenerationTesting

@Suite("Files are uploaded before the submit", .timeLimit(.minutes(20))) struct UploadTests {
    @Test("A form goes to the store without the key, with the given fields before the file")
    func form() async throws {
        let bench = try UploadBench()
        let task = try await bench.submit()
        #expect(task.state == .running && task.remote?.id == "remote-1")
        #expect(bench.paths == ["/v1/uploads", "/bucket", "/v1/tasks"])
        let (upload, store, submit) = (bench.requests[0], bench.requests[1], bench.requests[2])
        #expect(upload.fields["Authorization"] == "Bearer \(UploadBench.key)")
        #expect(submit.fields["Authorization"] == "Bearer \(UploadBench.key)")
        #expect(submit.body == Array(#"{"promptText":"a paper boat","uris":["runway://file-1"]}"#.utf8))
        #expect(store.fields["Authorization"] == nil && store.peers == .publicOnly)
        let body = String(decoding: store.body ?? [], as: UTF8.self)
        #expect(!body.contains(UploadBench.key) && !store.fields.contains { $0.value.contains(UploadBench.key) })
        let positions = ["name=\"key\"\r\n\r\nk/1", "name=\"policy\"\r\n\r\np==", "filename=\"input.png\""].map {
            body.range(of: $0)?.lowerBound
        }
        #expect(!positions.contains(nil) && positions.compactMap(\.self) == positions.compactMap(\.self).sorted())
        #expect(store.body?.count ?? 0 > UploadBench.picture.count)
    }

    @Test("A PUT carries the bytes and their type; a small file stays in the body of the submit")
    func put() async throws {
        let bench = try UploadBench(PutUploadDialect())
        let small = MediaInput.data(Data([0xFF, 0xD8, 0xFF, 0xE0]), .jpeg)
        try await bench.submit(UploadBench.request([.data(UploadBench.picture, .png), small]))
        #expect(bench.paths == ["/v1/initiate", "/put", "/v1/submit"])
        let store = bench.requests[1]
        #expect(store.method == .put && store.body == Array(UploadBench.picture))
        #expect(store.fields["Content-Type"] == "image/png" && store.fields["Authorization"] == nil)
        let urls = #""urls":["https://cdn.example.com/f.png","data:image/jpeg;base64,/9j/4A=="]"#
        #expect(String(decoding: bench.requests[2].body ?? [], as: UTF8.self).contains(urls))
    }

    @Test("The same bytes are uploaded once, and what is at the provider or has a URL is not uploaded")
    func once() async throws {
        let bench = try UploadBench()
        var request = UploadBench.request()
        request.firstFrame = .data(UploadBench.picture, .png)
        let url = try #require(HTTPURL("https://img.example/p.png"))
        request.references += [.data(UploadBench.picture, .png), .uploaded("runway://old"), .url(url)]
        try await bench.submit(request)
        #expect(bench.paths == ["/v1/uploads", "/bucket", "/v1/tasks"])
        let uris = [
            "runway://file-1", "runway://file-1", "runway://file-1", "runway://old", "https://img.example/p.png",
        ]
        let sent = try JSONValue(parsing: bench.requests[2].body ?? [])["uris"]?.array?.compactMap(\.text)
        #expect(sent == uris)
    }

    @Test("A submit that is sent again later uploads nothing again")
    func notNow() async throws {
        let counter = Counter()
        let bench = try UploadBench { request in
            guard request.url.path == "/v1/tasks", counter.texts.isEmpty else {
                return UploadBench.respond(to: request)
            }
            counter.add("refused")
            return UploadBench.json(#"{"error":{"message":"slow down"}}"#, status: 429)
        }
        let task = try await bench.submit()
        #expect(task.remote?.id == "remote-1")
        #expect(bench.paths == ["/v1/uploads", "/bucket", "/v1/tasks", "/v1/tasks"])
    }

    @Test("The upload is over before the journal knows the task, and the journal keeps no URI")
    func journal() async throws {
        let tasks = Counter()
        let folder = try TemporaryFolder()
        let path = folder.path + "/state"
        let bench = try UploadBench { request in
            let names = (try? FileManager.default.contentsOfDirectory(atPath: path + "/tasks")) ?? []
            if request.method != .get { tasks.add("\(request.url.path) \(names.count)") }
            return UploadBench.respond(to: request)
        }
        let other = try FileJournal(folder: path, environment: bench.journal.environment)
        let client = VideoClient(providers: [bench.provider], journal: other)
        let task = try await client.submit(UploadBench.request(), using: "up")
        #expect(tasks.texts == ["/v1/uploads 0", "/bucket 0", "/v1/tasks 1"])
        #expect(try other.history(of: task.id).map(\.event) == [.intent, .submitting, .accepted])
        let kept = try String(contentsOfFile: "\(path)/tasks/\(task.id).jsonl", encoding: .utf8)
        #expect(kept.contains(#""bytes":24"#) && !kept.contains("runway"))
    }

    @Test("An observer hears of each file once, before its first byte is sent")
    func events() async throws {
        let events = Counter()
        let bench = try UploadBench { request in
            if request.method != .get { events.add(request.url.path) }
            return UploadBench.respond(to: request)
        }
        try await bench.submit { progress in
            if case .uploading(let type, let bytes) = progress { events.add("\(type.rawValue) \(bytes)") }
        }
        #expect(events.texts == ["image/png 24", "/v1/uploads", "/bucket", "/v1/tasks"])
    }

    @Test("A large file has the time that a slow connection needs, and the provider's response is read as usual")
    func timeouts() async throws {
        let bench = try UploadBench(PutUploadDialect())
        let transport = TimeoutTransport()
        let context = ExchangeContext(transport: transport, date: Date(timeIntervalSince1970: 0))
        let bytes = UploadBench.picture + Data(count: 64 << 20)
        _ = try await bench.provider.prepare(UploadBench.request([.data(bytes, .png)]), in: context)
        #expect(transport.timeouts == ["60.0 60.0", "572.0 572.0"])
    }
}

/// A transport that records the deadlines of each exchange, in seconds.
private final class TimeoutTransport: HTTPTransport {
    private let base = ScriptedTransport(respond: UploadBench.respond)
    private let recorded = Counter()

    var timeouts: [String] { recorded.texts }

    func send(_ request: HTTPRequest, timeouts: HTTPTimeouts, to sink: some HTTPSink) async throws {
        recorded.add("\(timeouts.head / .seconds(1)) \((timeouts.total ?? .zero) / .seconds(1))")
        try await base.send(request, timeouts: timeouts, to: sink)
    }
}
