import Foundation
import Testing
import VideoGeneration
import VideoSimulator

@Suite("A scripted fault", .timeLimit(.minutes(20)))
struct FaultTests {
    private static let status = "/v1/videos/video_0"

    /// A simulator that injects a fault into every request of an operation.
    private func simulator(_ operation: SimulatorOperation, _ fault: Fault) throws -> RunningSimulator {
        try RunningSimulator(faults: [FaultRule(on: operation, fault)])
    }

    private func submit(_ fault: Fault) throws -> (RawClient.Response, SimulatorLedger) {
        let simulator = try simulator(.submit, fault)
        let response = try simulator.post("/v1/videos", ["prompt": "a"])
        return (response, simulator.ledger)
    }

    /// Returns the response to a download, and the true file.
    private func media(
        _ fault: Fault,
        fields: [String] = []
    ) throws -> (response: RawClient.Response, file: [UInt8]) {
        let simulator = try simulator(.media, fault)
        let link = try simulator.miniMaxLink()
        let task = try #require(simulator.ledger.tasks.keys.first)
        let file = try #require(simulator.simulator.video(ofTask: task))
        return (try simulator.follow(link, fields: fields), file)
    }

    @Test("drops a submit with and without having billed it", arguments: [true, false])
    func drop(_ billed: Bool) throws {
        let (response, ledger) = try submit(.drop(billed: billed))
        #expect(response.raw.isEmpty)
        #expect(!response.wasReset)
        #expect(ledger.submits == 1)
        #expect(ledger.videosBilled == (billed ? 1 : 0))
    }

    @Test("resets the connection within a request, which then has no effect")
    func resetRequest() throws {
        let simulator = try simulator(.submit, .resetRequest(afterBytes: 5))
        let client = try RawClient(port: simulator.ports.api)
        client.send(Array("POST /v1/videos HTTP/1.1\r\nContent-Length: 100\r\n\r\n{\"prompt\"".utf8))
        #expect(client.finish().wasReset)
        #expect(simulator.ledger.submits == 0)
    }

    @Test("hangs after the work is done")
    func hang() throws {
        let simulator = try simulator(.submit, .hang)
        let client = try RawClient(port: simulator.ports.api)
        let body = #"{"prompt":"a"}"#
        client.send(Array("POST /v1/videos HTTP/1.1\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)".utf8))
        let deadline = ContinuousClock.now + .seconds(10)
        while simulator.ledger.videosBilled == 0, .now < deadline { sched_yield() }
        #expect(simulator.ledger.videosBilled == 1)
        simulator.simulator.stop()
        #expect(client.finish().raw.isEmpty)
    }

    @Test("sends any status, with Retry-After in either form")
    func statuses() throws {
        let (response, ledger) = try submit(.status(code: 429, retryAfter: "7", message: "slow down"))
        #expect(response.status == 429)
        #expect(response.field("retry-after") == "7")
        #expect(response.text.contains("slow down"))
        #expect(ledger.videosBilled == 0)
        let (dated, billed) = try submit(.status(code: 503, retryAfter: "date:60", billed: true))
        #expect(dated.field("retry-after")?.hasSuffix(" GMT") == true)
        #expect(billed.videosBilled == 1)
    }

    @Test("refuses in each API's format")
    func refuse() throws {
        let simulator = try simulator(.submit, .refuse(reason: .insufficientFunds))
        let miniMax = try simulator.post("/v1/video_generation", [:])
        #expect(miniMax.json[path: "base_resp", "status_code"]?.int == 1008)
        #expect(try simulator.post("/v2/video_generation", [:]).status == 402)
        #expect(try simulator.post("/v1/videos", [:]).json[path: "error", "code"] == "insufficient_quota")
        #expect(try simulator.post("/v1/video/create", [:]).json["code"] == "insufficient_user_quota")
        #expect(simulator.ledger.videosBilled == 0)
    }

    @Test("has a message of every API for every reason", arguments: RefusalReason.allCases)
    func reasons(_ reason: RefusalReason) throws {
        let simulator = try simulator(.submit, .refuse(reason: reason))
        for path in ["/v1/video_generation", "/v2/video_generation", "/v1/videos", "/v1/video/generations"] {
            let response = try simulator.post(path, [:])
            #expect(response.json.object != nil)
            #expect(response.status >= 400 || response.json[path: "base_resp", "status_code"]?.int != 0)
        }
    }

    @Test("challenges with Basic, redirects anywhere, and shows a network's sign-in page")
    func detours() throws {
        let challenge = try submit(.basicChallenge).0
        #expect(challenge.status == 401)
        #expect(challenge.field("www-authenticate")?.hasPrefix("Basic") == true)
        let loop = try submit(.redirect(to: "{self}", status: 307)).0
        #expect(loop.status == 307)
        #expect(loop.field("location") == "/v1/videos")
        #expect(
            try submit(.redirect(to: "http://169.254.169.254/x")).0.field("location") == "http://169.254.169.254/x"
        )
        #expect(try submit(.redirect(to: "{media}/y")).0.field("location")?.hasSuffix("/y") == true)
        let (page, ledger) = try submit(.captivePortal)
        #expect(page.status == 200)
        #expect(page.field("content-type")?.hasPrefix("text/html") == true)
        #expect(ledger.videosBilled == 0)
    }

    @Test("sends a body of any length, and edits a response")
    func bodies() throws {
        let (garbage, ledger) = try submit(.body(text: "{\"id\":", repeated: 1000, billed: true))
        #expect(garbage.body.count == 6000)
        #expect(ledger.videosBilled == 1)
        #expect(try submit(.edit(path: "id", value: 12_345_678_901_234_567)).0.text.contains("12345678901234567"))
        #expect(try submit(.edit(path: "id")).0.json["id"] == nil)
    }

    @Test("writes header fields exactly as given")
    func headers() throws {
        let tight = try submit(.header(name: "Retry-After:", value: "5")).0
        #expect(String(decoding: tight.raw, as: UTF8.self).contains("\r\nRetry-After:5\r\n"))
        let two = try submit(.header(name: "Content-Length", value: "1", added: true)).0
        #expect(two.fields.count { $0.name == "Content-Length" } == 2)
        let hints = try submit(.earlyHints).0
        #expect(hints.status == 103)
        #expect(hints.text.contains("HTTP/1.1 200 OK"))
    }

    @Test("makes a task fail, report an unknown word, or succeed without output")
    func tasks() throws {
        let failing = try simulator(.submit, .failGeneration(code: "1026", message: "no"))
        let id = try failing.miniMaxTask()
        let query = try failing.get("/v1/query/video_generation?task_id=\(id)").json
        #expect(query["status"] == "Fail")
        #expect(query[path: "base_resp", "status_code"]?.int == 1026)
        #expect(failing.ledger.videosBilled == 0)

        let strange = try simulator(.status, .unknownStatus(word: "Throttled"))
        #expect(try strange.get("/v1/videos/\(try strange.openAITask())").json["status"] == "Throttled")

        let empty = try simulator(.status, .withoutOutput)
        let task = try empty.miniMaxTask()
        let response = try empty.get("/v1/query/video_generation?task_id=\(task)").json
        #expect(response["status"] == "Success")
        #expect(response["file_id"] == "")
    }

    @Test("truncates a file, with an orderly end or with a reset")
    func cuts() throws {
        let (truncated, file) = try media(.truncate(afterBytes: 1000))
        #expect(truncated.field("content-length") == "\(file.count)")
        #expect(truncated.body == Array(file.prefix(1000)))
        #expect(!truncated.wasReset)
        #expect(try media(.truncate(afterBytes: 0)).response.body.isEmpty)
        #expect(try media(.reset(afterBytes: 1000)).response.wasReset)
    }

    @Test("sends more than announced, in chunks, or without a length")
    func framing() throws {
        let (long, file) = try media(.excess(bytes: 10))
        #expect(long.body.count == file.count + 10)
        let chunked = try media(.chunked).response
        #expect(chunked.field("transfer-encoding") == "chunked")
        #expect(chunked.field("content-length") == nil)
        #expect(chunked.body.suffix(5) == Array("0\r\n\r\n".utf8))
        let open = try media(.closeDelimited).response
        #expect(open.field("content-length") == nil)
        #expect(open.body == file)
    }

    @Test("sends slowly and pauses, and all bytes arrive")
    func slow() throws {
        let (drip, file) = try media(.drip(bytesPerSecond: 10_000_000))
        #expect(drip.body == file)
        #expect(try media(.stall(afterBytes: 1000, seconds: 0.01)).response.body == file)
        #expect(try media(.delay(seconds: 0.01)).response.body == file)
    }

    @Test(
        "compresses a file",
        .enabled(if: Tool("gzip") != nil, "gzip is missing")
    )
    func gzip() throws {
        let (response, file) = try media(.gzip)
        #expect(response.field("content-encoding") == "gzip")
        #expect(response.body.count > file.count)
        let gzip = try #require(Tool("gzip"))
        let compressed = try TemporaryFile(response.body)
        #expect(try gzip("-dcq", compressed.path) == file)
    }

    @Test("responds to ranges wrongly in each way")
    func ranges() throws {
        let range = ["Range: bytes=100-"]
        let (ignored, file) = try media(.ignoreRange, fields: range)
        #expect(ignored.status == 200)
        #expect(ignored.body == file)
        let shifted = try media(.wrongRange(offsetBy: -40), fields: range).response
        #expect(shifted.field("content-range")?.hasPrefix("bytes 60-") == true)
        #expect(shifted.body == Array(file[60...]))
        let bare = try media(.withoutContentRange, fields: range).response
        #expect(bare.status == 206)
        #expect(bare.field("content-range") == nil)
        #expect(try media(.rangeNotSatisfiable, fields: range).response.status == 416)
    }

    @Test("changes the tag, or the file, behind a link, and lets the link expire")
    func replaced() throws {
        let simulator = try RunningSimulator(faults: [
            FaultRule(on: .media, nth: 2, times: 1, .changedETag),
            FaultRule(on: .media, nth: 3, times: 1, .changedFile), FaultRule(on: .media, nth: 4, .expired),
        ])
        let link = try simulator.miniMaxLink(prompt: "a boat")
        let (first, second, third) = try (
            simulator.follow(link), simulator.follow(link), simulator.follow(link)
        )
        #expect(first.field("etag") != second.field("etag"))
        #expect(first.body == second.body)
        #expect(first.field("etag") != third.field("etag"))
        #expect(first.body != third.body)
        let expired = try simulator.follow(link)
        #expect(expired.status == 403)
        #expect(expired.text.contains("Request has expired"))
    }
}
