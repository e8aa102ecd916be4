import Testing
import VideoGeneration
import VideoSimulator

@Suite("The simulated relay", .timeLimit(.minutes(20)))
struct RelayAPITests {
    @Test("implements the unified format, with a colon in each ID")
    func unified() throws {
        let simulator = try RunningSimulator()
        let created = try simulator.post(
            "/v1/video/create",
            ["model": "veo3-fast", "prompt": "a boat", "aspect_ratio": "9:16"]
        )
        let id = try #require(created.json["id"]?.text)
        #expect(id.hasPrefix("veo3-fast:"))
        let encoded = id.replacing(":", with: "%3A")
        let response = try simulator.get("/v1/video/query?id=\(encoded)").json
        #expect(response["status"] == "completed")
        #expect(try simulator.follow(response["video_url"]?.text).status == 200)
        #expect(simulator.ledger.tasks[id]?.size == "720x1280")
    }

    @Test("wraps its tasks in an envelope and serves their content under the other route")
    func envelope() throws {
        let simulator = try RunningSimulator()
        let created = try simulator.post(
            "/v1/video/generations",
            ["model": "MiniMax-Hailuo-02", "prompt": "a boat", "duration": 10, "size": "768P"]
        )
        #expect(created.json["object"] == "video")
        let id = try #require(created.json["id"]?.text)
        #expect(id.hasPrefix("task_"))
        let response = try simulator.get("/v1/video/generations/\(id)").json
        #expect(response["code"] == "success")
        #expect(response[path: "data", "status"] == "SUCCESS")
        let linked = try simulator.follow(response[path: "data", "result_url"]?.text)
        #expect(try simulator.get("/v1/videos/\(id)/content").body == linked.body)
        #expect(simulator.ledger.secondsBilled == 10)
    }

    @Test("refuses in its own format")
    func refuses() throws {
        let simulator = try RunningSimulator()
        let unknown = try simulator.get("/v1/video/generations/task_1")
        #expect(unknown.status == 400)
        #expect(unknown.json["code"] == "task_not_exist")
        let model = try simulator.post("/v1/video/create", ["model": "veo9", "prompt": "a"])
        #expect(model.status == 503)
        #expect(model.json[path: "error", "code"] == "model_not_found")
        let pictures = try simulator.post(
            "/v1/video/create",
            ["model": "veo3-pro-frames", "prompt": "a", "images": ["https://x.example/1", "https://x.example/2"]]
        )
        #expect(pictures.json["code"] == "invalid_request")
        let ratio = try simulator.post(
            "/v1/video/create",
            ["model": "veo2", "prompt": "a", "aspect_ratio": "16:9"]
        )
        #expect(ratio.status == 400)
        #expect(simulator.ledger.videosBilled == 0)
    }

    @Test(
        "offers all nine veo models",
        arguments: [
            "veo2", "veo2-fast", "veo2-fast-frames", "veo2-fast-components", "veo2-pro", "veo3", "veo3-fast",
            "veo3-pro", "veo3-pro-frames",
        ]
    )
    func models(_ name: String) throws {
        let simulator = try RunningSimulator()
        for route in ["/v1/video/create", "/v1/video/generations", "/v1/videos"] {
            #expect(try simulator.post(route, ["model": .string(name), "prompt": "a"]).status == 200)
        }
        #expect(simulator.ledger.videosBilled == 3)
    }
}
