import Testing
import VideoGeneration
import VideoSimulator

@Suite("The simulated second API of MiniMax", .timeLimit(.minutes(20)))
struct MiniMaxV2APITests {
    private let order: JSONValue = [
        "model": "MiniMax-H3", "content": [["type": "text", "text": "a boat"]], "resolution": "768P",
        "duration": 4, "ratio": "9:16",
    ]

    @Test("makes a link from a prompt, and deletes a finished task")
    func life() throws {
        let simulator = try RunningSimulator()
        let id = try #require(try simulator.post("/v2/video_generation", order).json["task_id"]?.text)
        let task = try #require(try simulator.get("/v2/query/video_generation/\(id)").json["task"])
        #expect(task["status"]?.text == "succeeded")
        #expect(try simulator.follow(task[path: "content", "url"]?.text).status == 200)
        #expect(simulator.ledger.tasks[id]?.size == "768x1366")
        let deletion = try simulator.send("DELETE", "/v2/video_generation/\(id)").json
        #expect(deletion["action"]?.text == "deleted")
        let gone = try simulator.get("/v2/query/video_generation/\(id)")
        #expect(gone.status == 500)
        #expect(gone.json[path: "error", "message"]?.text == "record not found")
    }

    @Test("cancels a queued task and bills nothing for it")
    func cancel() throws {
        let simulator = try RunningSimulator(SimulatorOptions(generationTime: 3600))
        let id = try #require(try simulator.post("/v2/video_generation", order).json["task_id"]?.text)
        #expect(simulator.ledger.videosBilled == 1)
        let response = try simulator.send("DELETE", "/v2/video_generation/\(id)").json
        #expect(response["action"]?.text == "cancelled")
        #expect(simulator.ledger.videosBilled == 0)
        #expect(try simulator.send("DELETE", "/v2/video_generation/\(id)").status == 400)
    }

    @Test("lists by page and by dotted filters")
    func list() throws {
        let simulator = try RunningSimulator()
        let ids = try (0..<3).map { _ in
            try #require(try simulator.post("/v2/video_generation", order).json["task_id"]?.text)
        }
        let second = try simulator.get("/v2/query/video_generation?page_num=2&page_size=2").json
        #expect(second["total"]?.int == 3)
        #expect(second["items"]?.array?.compactMap { $0["id"]?.text } == [ids[0]])
        let some = try simulator.get(
            "/v2/query/video_generation?filter.task_ids=\(ids[1])&filter.task_ids=\(ids[2])&filter.status=succeeded"
        )
        #expect(some.json["total"]?.int == 2)
        #expect(try simulator.get("/v2/query/video_generation?filter.status=failed").json["total"]?.int == 0)
    }

    @Test(
        "refuses with an HTTP status and the code at the end of the message",
        arguments: [
            ("model", "MiniMax-Hailuo-02"), ("resolution", "2k"), ("duration", "4"), ("duration", 3),
            ("ratio", "adaptive"), ("content", []),
        ] as [(String, JSONValue)]
    )
    func refuses(_ field: String, _ value: JSONValue) throws {
        let simulator = try RunningSimulator()
        let response = try simulator.post("/v2/video_generation", order.replacing(field, value))
        #expect(response.status == 400)
        #expect(response.json[path: "error", "http_code"]?.text == "400")
        #expect(response.json[path: "error", "message"]?.text?.hasSuffix("(2013)") == true)
        #expect(simulator.ledger.videosBilled == 0)
    }
}

extension JSONValue {
    func replacing(_ key: String, _ value: JSONValue) -> JSONValue {
        var object = object ?? [:]
        object[key] = value
        return .object(object)
    }
}
