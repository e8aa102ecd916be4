import Testing
import VideoGeneration
import VideoGenerationTesting

/// Responses that were measured to be misread: bought twice, or called "not bought" while billed.
struct MeasuredResponse: Sendable, CustomTestStringConvertible {
    enum End: Sendable { case accepted, provisional, unknown }

    let name: String
    let end: End
    /// In the usual form, and in MiniMax's first one.
    let usual: HTTPResponse
    var miniMax: HTTPResponse?

    var testDescription: String { name }

    func response(for entry: DialectEntry) -> HTTPResponse { entry.hasBaseResponse ? miniMax ?? usual : usual }

    static let all: [MeasuredResponse] = [
        MeasuredResponse(
            name: "200 with an ID and rate_limit_exceeded",
            end: .accepted,
            usual: .json(200, #"{"task_id":"t-1","error":{"code":"rate_limit_exceeded","message":"slow down"}}"#),
            miniMax: .json(200, #"{"task_id":"t-1","base_resp":{"status_code":1002,"status_msg":"rate limit"}}"#)
        ),
        MeasuredResponse(
            name: "504 that quotes [429]",
            end: .unknown,
            usual: .json(504, #"{"error":{"message":"channel A failed [429]: too many requests"}}"#),
            miniMax: .json(504, #"{"base_resp":{"status_code":1002,"status_msg":"channel A failed [429]"}}"#)
        ),
        MeasuredResponse(
            name: "500 with the code too_many_requests",
            end: .unknown,
            usual: .json(500, #"{"error":{"code":"too_many_requests","message":"Too many requests"}}"#),
            miniMax: .json(500, #"{"base_resp":{"status_code":1002,"status_msg":"too many requests"}}"#)
        ),
        MeasuredResponse(
            name: "429 with an ID",
            end: .provisional,
            usual: .json(429, #"{"task_id":"t-1","error":{"code":"rate_limit_exceeded"}}"#, ["Retry-After": "1"]),
            miniMax: .json(429, #"{"task_id":"t-1","base_resp":{"status_code":1002}}"#, ["Retry-After": "1"])
        ),
        MeasuredResponse(
            name: "503 with Retry-After from Varnish",
            end: .unknown,
            usual: .page(503, "503 Backend fetch failed", ["Retry-After": "5", "Via": "1.1 varnish"])
        ),
        MeasuredResponse(
            name: "503 with Retry-After from a silent gateway",
            end: .unknown,
            usual: .json(503, "", ["Retry-After": "1", "Content-Length": "0"])
        ),
        MeasuredResponse(
            name: "503 with a date in its words",
            end: .unknown,
            usual: .json(503, #"{"error":{"message":"Overloaded, resets at 2026-05-20T20:00:00Z"}}"#),
            miniMax: .json(503, #"{"base_resp":{"status_code":2056,"status_msg":"resets at 2026-05-20T20:00:00Z"}}"#)
        ),
        MeasuredResponse(
            name: "201 with an ID and the code queued",
            end: .accepted,
            usual: .json(201, #"{"task_id":"t-1","code":"queued","message":"your video is queued"}"#)
        ),
        MeasuredResponse(
            name: "200 with an ID and a remark in error",
            end: .accepted,
            usual: .json(200, #"{"task_id":"t-1","error":"model alias used"}"#)
        ),
        MeasuredResponse(
            name: "303 to the new video",
            end: .unknown,
            usual: .json(303, "", ["Location": "/v1/videos/t-1"])
        ),
        MeasuredResponse(
            name: "502 page with the words content policy",
            end: .unknown,
            usual: .page(502, "Blocked by the content policy of the upstream")
        ),
    ]
}

@Suite("The responses that broke the promise are read right in every dialect", .timeLimit(.minutes(20)))
struct MeasuredResponseTests {
    @Test("bought once, kept, and said", arguments: MeasuredResponse.all)
    func measured(_ measured: MeasuredResponse) async throws {
        for entry in DialectEntry.all {
            let bench = try GateBench(entry, submits: measured.response(for: entry))
            let result = await bench.submit()
            let kept = try #require(try bench.kept, "\(entry)")
            #expect(bench.posts.count == 1, "\(entry)")
            #expect(kept.submits == 1, "\(entry)")
            switch measured.end {
            case .accepted, .provisional:
                let task = try #require(result.success, "\(entry): \(String(describing: result.failure))")
                #expect(task.remote?.id == "t-1" && kept.remote?.id == "t-1", "\(entry)")
                #expect([.queued, .running].contains(kept.state), "\(entry)")
                #expect(kept.isProvisional == (measured.end == .provisional), "\(entry)")
                #expect(kept.failure == nil, "\(entry)")
            case .unknown:
                let error = try #require(result.failure, "\(entry)")
                #expect(error.code == .outcomeUnknown && error.purchase == .unknown, "\(entry): \(error)")
                #expect(kept.state == .outcomeUnknown && kept.failure?.purchase == .unknown, "\(entry)")
                #expect(error.localID == kept.id, "\(entry)")
            }
        }
    }

    @Test("a throttled failure beside the ID is for a poll to tell", arguments: PollFamily.all)
    func throttledFailure(_ family: PollFamily) async throws {
        let told = HTTPResponse.json(200, family.poll(family.failed, code: family.throttled))
        let poll = try await PollBench(family, submit: told, polls: [family.done])
        #expect(try poll.task.state == .queued)
        #expect(try await poll.wait().isEmpty)
        #expect(try poll.task.state == .succeeded)
    }

    @Test("the error for 303 names the video, and the one for a moved API the base URL")
    func redirects() async throws {
        for entry in DialectEntry.all {
            let other = try GateBench(entry, submits: .json(303, "", ["Location": "/v1/videos/t-1"]))
            let unknown = await other.submit().failure
            #expect(unknown?.message.contains("/v1/videos/t-1") == true, "\(entry)")
            let path = try #require(other.posts.first?.url.target)
            let moved = try GateBench(
                entry,
                submits: .json(308, "", ["Location": "https://eu.example.com\(path)"])
            )
            let refusal = try #require(await moved.submit().failure)
            #expect(refusal.purchase == .none && refusal.code != .outcomeUnknown, "\(entry)")
            #expect(refusal.description.contains("https://eu.example.com"), "\(entry): \(refusal)")
            #expect(try moved.kept?.state == .failed, "\(entry)")
        }
    }

    @Test("429 is sent again with the same bytes, and not by an entry that says resendAfter429 is false")
    func tooManyRequests() async throws {
        for entry in DialectEntry.all {
            let busy = HTTPResponse.json(429, #"{"error":{"message":"busy"}}"#, ["Retry-After": "1"])
            let patient = try GateBench(entry, submits: busy)
            let error = await patient.submit().failure
            #expect(error?.purchase == VideoError.Purchase.none && patient.posts.count == 3, "\(entry)")
            #expect(Set(patient.posts).count == 1, "\(entry): one order's sendings are the same")
            #expect(try patient.kept?.state == .failed, "\(entry)")
            let careful = try GateBench(entry, submits: busy, resendsAfter429: false)
            #expect(await careful.submit().failure?.purchase == .unknown, "\(entry)")
            #expect(careful.posts.count == 1, "\(entry)")
        }
    }

    @Test("a body that was cut off is unknown, under 401 as well")
    func cutOff() async throws {
        for entry in DialectEntry.all {
            for response in [
                HTTPResponse.json(401, #"{"error":{"message":"no key"}"#), .json(200, #"{"task_id":"t-1""#),
                .json(401, "{}", ["Content-Length": "80"]),
            ] {
                let bench = try GateBench(entry, submits: response)
                #expect(await bench.submit().failure?.purchase == .unknown, "\(entry) \(response.status)")
                #expect(bench.posts.count == 1)
            }
        }
    }
}
