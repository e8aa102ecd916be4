import Fal
import Foundation
import Testing
import VideoGeneration
import VideoGenerationTesting

@Suite("A task at fal is polled, fetched and canceled at its own addresses", .timeLimit(.minutes(20)))
struct FalTaskTests {
    private let dialect = FalDialect()
    private let endpoint: Endpoint

    init() throws { endpoint = try Endpoint("https://queue.fal.run") }

    private func response(_ text: String, status: Int = 200, fields: HTTPFields = [:]) -> HTTPResponse {
        HTTPResponse(status: status, fields: fields, body: Array(text.utf8))
    }

    private func submitted(_ urls: String, model: String = "fal-ai/veo3.1/lite") throws -> RemoteTask {
        try dialect.submitted(
            response(#"{"status": "IN_QUEUE", "request_id": "7f-17"\#(urls)}"#),
            of: VideoRequest(prompt: "a boat", model: model),
            at: endpoint
        ).remote
    }

    @Test("The URLs of the submit's response are used")
    func carried() throws {
        let task = try submitted(
            #"""
            , "status_url": "https://queue.fal.run/x/y/requests/7f-17/status?logs=0",
              "response_url": "https://queue.fal.run/x/y/requests/7f-17/response",
              "cancel_url": "https://queue.fal.run/x/y/requests/7f-17/cancel"
            """#
        )
        #expect(task.model == "fal-ai/veo3.1/lite")
        let poll = try dialect.statusRequest(for: task, at: endpoint)
        #expect(poll.url.string == "https://queue.fal.run/x/y/requests/7f-17/status?logs=0")
        let file = try #require(try dialect.fileRequest(for: task, at: endpoint))
        #expect(file.url.string == "https://queue.fal.run/x/y/requests/7f-17/response")
        let cancel = try #require(try dialect.cancelRequest(for: task, at: endpoint))
        #expect(cancel.method == .put && cancel.body == nil && !cancel.isSafe)
        #expect(cancel.url.string == "https://queue.fal.run/x/y/requests/7f-17/cancel")
    }

    @Test(
        "Without them, and if they lead to another host, the addresses are built from the app of the model",
        arguments: [
            ("fal-ai/veo3.1", "fal-ai/veo3.1"), ("fal-ai/veo3.1/lite/image-to-video", "fal-ai/veo3.1"),
            ("workflows/acme/film/v2", "workflows/acme/film"),
        ]
    )
    func built(model: String, app: String) throws {
        let foreign = #"""
            , "status_url": "https://elsewhere.example/s", "response_url": "https://elsewhere.example/r",
              "cancel_url": "https://elsewhere.example/c"
            """#
        for urls in ["", foreign] {
            let task = try submitted(urls, model: model)
            let base = "https://queue.fal.run/\(app)/requests/7f-17"
            #expect(try dialect.statusRequest(for: task, at: endpoint).url.string == base + "/status")
            #expect(try dialect.fileRequest(for: task, at: endpoint)?.url.string == base)
            #expect(try dialect.cancelRequest(for: task, at: endpoint)?.url.string == base + "/cancel")
        }
    }

    @Test("A task that was adopted by its ID is polled and fetched as well")
    func adopted() throws {
        let task = RemoteTask(id: "7f-17", model: "fal-ai/veo3.1/lite")
        let done = response(#"{"status": "COMPLETED", "request_id": "7f-17"}"#)
        let snapshot = try dialect.snapshot(done, of: task, at: endpoint)
        #expect(snapshot.state == .succeeded && snapshot.failure == nil && snapshot.doubt == nil)
        let file = try #require(try dialect.fileRequest(for: snapshot.remote, at: endpoint))
        #expect(file.url.string == "https://queue.fal.run/fal-ai/veo3.1/requests/7f-17")
        let error = #expect(throws: VideoError.self) {
            try dialect.statusRequest(for: RemoteTask(id: "7f-17"), at: endpoint)
        }
        #expect(error?.message.contains("model") == true)
    }

    @Test("HTTP 202 is a running task")
    func running() throws {
        let task = try submitted("")
        let text = #"{"status": "IN_PROGRESS", "request_id": "7f-17", "logs": []}"#
        #expect(try dialect.snapshot(response(text, status: 202), of: task, at: endpoint).state == .running)
        #expect(try dialect.snapshot(response("", status: 202), of: task, at: endpoint).state == .running)
    }

    @Test("A failure is COMPLETED with an error, and keeps its reason and its type")
    func failed() throws {
        let task = try submitted("")
        let text = #"""
            {"status": "COMPLETED", "request_id": "7f-17", "error": "The runner is gone", "error_type": "runner_disconnected"}
            """#
        let snapshot = try dialect.snapshot(response(text), of: task, at: endpoint)
        #expect(snapshot.state == .failed && snapshot.doubt == nil)
        #expect(snapshot.failure?.message.contains("The runner is gone") == true)
        #expect(snapshot.failure?.providerCode == "runner_disconnected")
        let blank = #"{"status": "COMPLETED", "request_id": "7f-17", "error": null, "error_type": ""}"#
        #expect(try dialect.snapshot(response(blank), of: task, at: endpoint).state == .succeeded)
    }

    @Test(
        "The result is found in the places that models use",
        arguments: [
            #"{"video": {"url": "https://v3.fal.media/files/v.mp4", "file_size": 9}, "seed": 1}"#,
            #"{"videos": [{"url": "https://v3.fal.media/files/v.mp4", "content_type": "video/mp4"}]}"#,
            #"{"video": "https://v3.fal.media/files/v.mp4", "thumbnail": {"url": "https://v3.fal.media/files/t.png"}}"#,
        ]
    )
    func results(_ text: String) throws {
        let outputs = try dialect.outputs(response(text), of: try submitted(""), at: endpoint)
        #expect(outputs.map { $0.link?.string } == ["https://v3.fal.media/files/v.mp4"])
        #expect(outputs.allSatisfy { !$0.needsCredential && $0.kind == .video })
    }

    @Test("422 at the result ends the task with its reason; a result that is not ready does not")
    func verdicts() async throws {
        let text = #"""
            {"detail": [{"loc": ["body", "duration"], "msg": "unexpected value", "type": "value_error.const"}]}
            """#
        let error = try await fileError(response(text, status: 422, fields: ["x-fal-error-type": "value_error"]))
        #expect(error?.code == .invalidRequest && error?.endsTask == true)
        #expect(error?.message == "duration: unexpected value")
        let busy = try await fileError(response(#"{"detail": "Request is still in progress"}"#, status: 400))
        #expect(busy?.code == .outputMissing && busy?.isTransient == true && busy?.endsTask == false)
        let lost = try await fileError(response(#"{"detail": "Internal"}"#, status: 500))
        #expect(lost?.endsTask == false && lost?.isTransient == true)
        let other = try await fileError(response(#"{"images": [{"url": "https://v3.fal.media/a.png"}]}"#))
        #expect(other?.code == .outputMissing && other?.endsTask == false)
    }

    private func fileError(_ response: HTTPResponse) async throws -> VideoError? {
        let provider = try DialectProvider.fal(key: Secret("fal-test-key-0123456789"))
        let transport = ScriptedTransport { _ in response }
        let context = ExchangeContext(transport: transport, date: Date(timeIntervalSince1970: 1_790_000_000))
        let task = try submitted("")
        do {
            let outputs = try await provider.outputs(of: task, in: context)
            Issue.record("There are outputs: \(outputs)")
            return nil
        } catch let error as VideoError {
            return error
        }
    }

    @Test("A request to cancel is not the end of a task")
    func cancellation() throws {
        let task = try submitted("")
        func result(_ text: String, _ status: Int) throws -> Cancellation {
            try dialect.cancellation(response(text, status: status), of: task)
        }
        // A model that is running may finish its video, and the video is billed.
        #expect(try result(#"{"status": "CANCELLATION_REQUESTED"}"#, 202) == .requested)
        #expect(try result(#"{"status": "ALREADY_COMPLETED"}"#, 400) == .refused)
        #expect(try result("", 200) == .requested)
        #expect(throws: VideoError.self) { try result("", 500) }
        #expect(throws: VideoError.self) { try result(#"{"status": "CANCELLATION_REQUESTED"}"#, 503) }
    }

    @Test("The key goes to the queue and to fal's storage, and to no other host")
    func origins() async throws {
        let provider = try DialectProvider.fal(key: Secret("fal-test-key-0123456789"))
        let credential = try #require(provider.credential)
        for (url, isCovered) in [
            ("https://queue.fal.run/fal-ai/veo3.1", true), ("https://rest.fal.ai/storage/upload/initiate", true),
            ("https://v3.fal.media/files/v.mp4", false), ("http://queue.fal.run/x", false),
            ("https://queue.fal.run.evil.example/x", false),
        ] {
            let request = try await credential.authorizing(.reading(try #require(HTTPURL(url))), at: .distantPast)
            #expect(request.fields["Authorization"] == (isCovered ? "Key fal-test-key-0123456789" : nil), "\(url)")
        }
        #expect(dialect.trustedOrigins(for: try Endpoint("https://relay.example")).isEmpty)
    }

    @Test("A large file is uploaded to the storage, and a small one goes into the body")
    func uploads() throws {
        let small = MediaInput.data(Data(repeating: 1, count: 1_000), .png)
        #expect(try dialect.uploadStep(for: small, after: [], at: endpoint) == .inline)
        let file = Data(repeating: 1, count: 1 << 20)
        let large = MediaInput.data(file, .jpeg)
        guard case .send(let start) = try dialect.uploadStep(for: large, after: [], at: endpoint) else {
            Issue.record("Nothing is sent.")
            return
        }
        #expect(start.url.string == "https://rest.fal.ai/storage/upload/initiate?storage_type=gcs")
        #expect(start.method == .post)
        #expect(
            String(decoding: start.body ?? [], as: UTF8.self)
                == #"{"file_name":"input.jpg","content_type":"image/jpeg"}"#
        )
        let urls = response(
            #"{"upload_url": "https://store.example/b?sig=1", "file_url": "https://v3.fal.media/files/input.jpg"}"#
        )
        guard case .send(let upload) = try dialect.uploadStep(for: large, after: [urls], at: endpoint) else {
            Issue.record("Nothing is uploaded.")
            return
        }
        #expect(upload.method == .put && upload.url.string == "https://store.example/b?sig=1")
        #expect(upload.fields["Content-Type"] == "image/jpeg" && upload.body == Array(file))
        let done = try dialect.uploadStep(for: large, after: [urls, response("")], at: endpoint)
        #expect(done == .done("https://v3.fal.media/files/input.jpg"))
        let error = #expect(throws: VideoError.self) {
            try dialect.uploadStep(
                for: large,
                after: [response(#"{"upload_url": "file:///etc/passwd"}"#)],
                at: endpoint
            )
        }
        #expect(error?.code == .malformedResponse)
    }

    @Test("Another endpoint is its own storage")
    func ownStorage() throws {
        let endpoint = try Endpoint("http://127.0.0.1:8123")
        let large = MediaInput.data(Data(repeating: 1, count: 1 << 20), .png)
        guard case .send(let start) = try dialect.uploadStep(for: large, after: [], at: endpoint) else {
            Issue.record("Nothing is sent.")
            return
        }
        #expect(start.url.string == "http://127.0.0.1:8123/storage/upload/initiate?storage_type=gcs")
    }

    @Test("Every described model fits the length, the resolution and the pictures that it lists")
    func described() throws {
        for model in dialect.models {
            for mode in model.modes {
                var request = VideoRequest(prompt: "a boat", model: model.name)
                let count = mode.pictures?.minimum ?? 0
                if mode.mode == .references {
                    request.references = Array(repeating: FalBodyTests.png, count: count)
                } else {
                    if count > 0 { request.firstFrame = FalBodyTests.png }
                    if count > 1 { request.lastFrame = FalBodyTests.png }
                }
                request.resolution = mode.formats?.last?.resolution
                request.seconds = mode.formats?.last?.seconds.last
                #expect(throws: Never.self) {
                    try DialectProvider.fal(key: Secret("fal-test-key-0123456789")).preview(request)
                }
            }
            #expect(model.readOn == "2026-11-27" && !model.prices.isEmpty)
        }
        let standard = try #require(dialect.models.first { $0.name == dialect.defaultModel })
        #expect(standard.retiresOn == nil)
        let provider = try DialectProvider.fal(key: Secret("fal-test-key-0123456789"))
        let estimate = provider.info.estimate(VideoRequest(prompt: "a boat", model: dialect.defaultModel))
        #expect(estimate.total == Money(cents: 40))
    }
}
