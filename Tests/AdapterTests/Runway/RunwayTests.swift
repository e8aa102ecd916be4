import Foundation
import Runway
import Testing
import VideoGeneration
import VideoGenerationTesting

@Suite("Runway", .timeLimit(.minutes(20)))
struct RunwayTests {
    private let dialect = RunwayDialect()
    private let endpoint: Endpoint

    init() throws { endpoint = try Endpoint("https://api.dev.runwayml.com") }

    @Test("The adapter keeps the promises")
    func conformance() async throws {
        try await ProviderConformance(dialect: dialect, script: .runway).run()
    }

    @Test("Every request to the API carries its version")
    func version() throws {
        let task = RemoteTask(id: "task-1")
        let upload = try dialect.uploadStep(for: .data(Data(count: 5_000_000), .png), after: [], at: endpoint)
        guard case .send(let start) = upload else { throw VideoError(.invalidRequest, "No upload is needed.") }
        let requests = [
            try dialect.submitRequest(VideoRequest(prompt: "x"), at: endpoint),
            try dialect.statusRequest(for: task, at: endpoint),
            try #require(try dialect.cancelRequest(for: task, at: endpoint)), start,
        ]
        #expect(requests.allSatisfy { $0.fields["X-Runway-Version"] == "2024-11-06" })
        #expect(
            requests.map { "\($0.method.rawValue) \($0.url.string)" } == [
                "POST https://api.dev.runwayml.com/v1/text_to_video",
                "GET https://api.dev.runwayml.com/v1/tasks/task-1",
                "DELETE https://api.dev.runwayml.com/v1/tasks/task-1",
                "POST https://api.dev.runwayml.com/v1/uploads",
            ]
        )
    }

    private func poll(_ sample: SampleResponse, _ status: String) throws -> TaskSnapshot {
        let response = sample.filled([
            .id: "task-1", .status: status, .link: "https://cdn.example/a.mp4", .reason: "wet",
        ])
        return try dialect.snapshot(response, of: RemoteTask(id: "task-1"), at: endpoint)
    }

    @Test("A rejection by moderation is contentRejected, and every end has its charge in credits")
    func ends() throws {
        let script = ConformanceScript.runway
        let charge = Charge(60, "credits", rate: Money(cents: 1), readOn: "2026-11-27")
        for failure in script.failures {
            let snapshot = try poll(failure.response, "FAILED")
            #expect(snapshot.state == .failed && snapshot.failure?.code == failure.code)
            #expect(snapshot.failure?.message == "wet" && snapshot.charge == charge)
        }
        #expect(charge.money == Money(cents: 60))
        #expect(try poll(script.succeeded, "SUCCEEDED").charge == charge)
        let cancelled = try poll(try #require(script.others[.cancelled]), "CANCELLED")
        #expect(cancelled.state == .cancelled && cancelled.charge == charge)
        // An estimate is not a charge.
        #expect(try poll(script.running, "RUNNING").charge == nil)
    }

    @Test("A waiting task is queued, its progress is a fraction, and it is polled at most every five seconds")
    func polls() throws {
        let snapshot = try poll(ConformanceScript.runway.running, "THROTTLED")
        #expect(snapshot.state == .queued && snapshot.progress == 0.4 && snapshot.pollAfter == .seconds(5))
        #expect(snapshot.createdAt == Date(timeIntervalSince1970: 1_795_773_600))
        let accepted = ConformanceScript.runway.accepted.filled([.id: "task-1"])
        let task = try dialect.submitted(accepted, of: VideoRequest(prompt: "x"), at: endpoint)
        #expect(task.state == .queued && task.charge == nil && task.pollAfter == .seconds(5))
    }

    @Test(
        "A task above the account's limit is accepted as throttled, and no limit of one tier is imposed on the others"
    )
    func throttled() throws {
        let info = DialectProvider(id: "runway", dialect: dialect, endpoint: endpoint, key: nil).info
        #expect(info.throttledStatuses == ["THROTTLED"] && info.limits == SubmitLimits())
        let word = try #require(try poll(ConformanceScript.runway.running, "THROTTLED").rawStatus)
        #expect(info.throttledStatuses.contains(word))
    }

    @Test("A small file stays in the body, and a larger one goes to the store that Runway names, without the key")
    func uploads() throws {
        let link = try #require(HTTPURL("https://img.example/a.png"))
        let small = MediaInput.data(Data(count: 3_700_000), .png)
        #expect(try dialect.uploadStep(for: small, after: [], at: endpoint) == .inline)
        #expect(try dialect.uploadStep(for: .url(link), after: [], at: endpoint) == .inline)
        let picture = MediaInput.data(Data(repeating: 7, count: 3_800_000), .jpeg)
        guard case .send(let start) = try dialect.uploadStep(for: picture, after: [], at: endpoint) else {
            throw VideoError(.invalidRequest, "No upload is started.")
        }
        #expect(String(decoding: start.body ?? [], as: UTF8.self) == #"{"filename":"input.jpg","type":"ephemeral"}"#)
        let named = HTTPResponse(
            status: 200,
            body: Array(
                """
                {"uploadUrl":"https://store.example/b","fields":{"key":"k-1","policy":"p-1"},"runwayUri":"runway://f-1"}
                """.utf8
            )
        )
        guard case .send(let form) = try dialect.uploadStep(for: picture, after: [named], at: endpoint) else {
            throw VideoError(.invalidRequest, "No file is sent.")
        }
        #expect(form.url.string == "https://store.example/b" && form.method == .post)
        #expect(form.fields["X-Runway-Version"] == nil && form.fields["Authorization"] == nil)
        let text = String(decoding: (form.body ?? []).prefix(500), as: UTF8.self)
        let places = [
            #"name="key""#, "k-1", #"name="policy""#, "p-1", #"name="file"; filename="file.jpg""#, "image/jpeg",
        ]
        .map { text.range(of: $0)?.lowerBound }
        #expect(places.allSatisfy { $0 != nil } && places.compactMap(\.self) == places.compactMap(\.self).sorted())
        let stored = HTTPResponse(status: 204)
        #expect(try dialect.uploadStep(for: picture, after: [named, stored], at: endpoint) == .done("runway://f-1"))
        #expect(try MediaInput.uploaded("runway://f-1").sendableURL() == "runway://f-1")
    }

    @Test(
        "A response that names no https store or no runway URI ends the upload",
        arguments: [
            #"{"uploadUrl":"http://store.example/b","fields":{},"runwayUri":"runway://f"}"#,
            #"{"uploadUrl":"https://store.example/b","fields":{},"runwayUri":"https://other.example/f"}"#,
            #"{"uploadUrl":"https://store.example/b","fields":{}}"#, "[]", "",
        ]
    )
    func malformedUpload(_ body: String) throws {
        let picture = MediaInput.data(Data(count: 5_000_000), .png)
        let response = HTTPResponse(status: 200, body: Array(body.utf8))
        let error = #expect(throws: VideoError.self) {
            try dialect.uploadStep(for: picture, after: [response], at: endpoint)
        }
        #expect(error?.code == .malformedResponse)
    }
}
