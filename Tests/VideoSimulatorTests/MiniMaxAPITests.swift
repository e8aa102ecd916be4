import Testing
import VideoGeneration
import VideoSimulator

@Suite("The simulated MiniMax API", .timeLimit(.minutes(20)))
struct MiniMaxAPITests {
    @Test("makes the bytes whose hash is in the ledger", arguments: ["", "/minimax"])
    func life(_ prefix: String) throws {
        let simulator = try RunningSimulator()
        let submit = try simulator.post(
            prefix + "/v1/video_generation",
            ["model": "MiniMax-Hailuo-2.3", "prompt": "a boat", "duration": 10, "resolution": "768P"]
        )
        #expect(submit.json[path: "base_resp", "status_code"]?.int == 0)
        let id = try #require(submit.json["task_id"]?.text)
        let query = try simulator.get(prefix + "/v1/query/video_generation?task_id=\(id)").json
        let status = prefix.isEmpty ? query : try #require(query[path: "data", "data"])
        #expect(status["status"]?.text == "Success")
        #expect(status["video_width"]?.int == 1366)
        let file = try #require(status["file_id"]?.text)
        let retrieved = try simulator.get(prefix + "/v1/files/retrieve?file_id=\(file)").json
        #expect(retrieved[path: "file", "file_id"] == .number(file))
        let video = try simulator.follow(retrieved[path: "file", "download_url"]?.text)
        #expect(video.field("content-type") == "video/mp4")
        #expect(video.body == simulator.simulator.video(ofTask: id))
        let backup = try simulator.follow(retrieved[path: "file", "backup_download_url"]?.text)
        #expect(backup.body == video.body)
        let content = try simulator.get(prefix + "/v1/files/retrieve_content?file_id=\(file)")
        #expect(content.body == video.body)

        let entry = try #require(simulator.ledger.tasks[id])
        #expect(entry.seconds == 10)
        #expect(entry.size == "1366x768")
        #expect(entry.bytesDelivered == 3 * video.body.count)
        #expect(entry.videoSHA256?.count == 64)
        #expect(simulator.ledger.submits == 1)
        #expect(simulator.ledger.secondsBilled == 10)
        #expect(simulator.ledger.credentialsAtMedia.isEmpty)
    }

    @Test("wraps the relay's query and inlines the file")
    func relay() throws {
        let simulator = try RunningSimulator()
        let id = try simulator.miniMaxTask()
        let response = try simulator.get("/minimax/v1/query/video_generation?task_id=\(id)").json
        #expect(response["code"]?.text == "success")
        #expect(response[path: "data", "status"]?.text == "SUCCESS")
        #expect(response[path: "data", "progress"]?.text == "100%")
        #expect(response[path: "data", "data", "file", "download_url"]?.text != nil)
    }

    @Test("names no file before it exists")
    func waiting() throws {
        let simulator = try RunningSimulator(SimulatorOptions(generationTime: 3600))
        let id = try simulator.miniMaxTask()
        let status = try simulator.get("/v1/query/video_generation?task_id=\(id)").json
        #expect(status["status"]?.text == "Preparing")
        #expect(status["file_id"] == "")
        #expect(status["video_width"] == 0)
        #expect(simulator.ledger.tasks[id]?.state == "queued")
    }

    static let refused: [JSONValue] = [
        ["prompt": "a boat"],
        ["model": "MiniMax-Hailuo-02"],
        ["model": "no-such-model", "prompt": "a boat"],
        ["model": "MiniMax-Hailuo-02", "prompt": .string(String(repeating: "a", count: 2001))],
        ["model": "MiniMax-Hailuo-2.3", "prompt": "a boat", "duration": 10, "resolution": "1080P"],
        ["model": "MiniMax-Hailuo-2.3", "prompt": "a boat", "duration": "6"],
        ["model": "MiniMax-Hailuo-2.3", "prompt": "a boat", "resolution": "768p"],
        ["model": "MiniMax-Hailuo-2.3-Fast", "prompt": "a boat"],
        ["model": "MiniMax-Hailuo-02", "prompt": "a boat", "resolution": "512P"],
        ["model": "MiniMax-Hailuo-2.3", "last_frame_image": "https://media.example.net/a.png"],
        ["model": "T2V-01", "prompt": "a boat", "duration": 6],
        ["model": "I2V-01", "first_frame_image": "a.png"],
        ["model": "S2V-01", "subject_reference": [["type": "character", "image": "https://x.example/a.png"]]],
        ["model": "S2V-01", "subject_reference": [["type": "object", "image": ["https://x.example/a.png"]]]],
        [
            "model": "S2V-01", "subject_reference": [["type": "character", "image": ["https://x.example/a.png"]]],
            "first_frame_image": "https://x.example/a.png",
        ],
        [
            "model": "S2V-01", "subject_reference": [["type": "character", "image": ["https://x.example/a.png"]]],
            "duration": 6,
        ],
        ["model": "S2V-01", "prompt": "a boat"],
        ["model": "MiniMax-Hailuo-02", "first_frame_image": "data:image/png;base64,aGVsbG8gd29ybGQgdGhlcmU="],
    ]

    @Test("refuses values that the models don't accept with 200 and 2013, and bills nothing", arguments: refused)
    func refuses(_ body: JSONValue) throws {
        let simulator = try RunningSimulator()
        let response = try simulator.post("/v1/video_generation", body)
        #expect(response.status == 200)
        #expect(response.json[path: "base_resp", "status_code"]?.int == 2013)
        #expect(simulator.ledger.submits == 1)
        #expect(simulator.ledger.videosBilled == 0)
    }

    static let accepted: [JSONValue] = [
        ["model": "MiniMax-Hailuo-02", "first_frame_image": "https://x.example/a.png", "resolution": "512P"],
        [
            "model": "MiniMax-Hailuo-02", "first_frame_image": "data:image/png;base64,iVBORw0KGgo=",
            "last_frame_image": "https://x.example/b.png", "prompt_optimizer": false,
        ],
        ["model": "MiniMax-Hailuo-2.3-Fast", "first_frame_image": "https://x.example/a.png", "duration": 10],
        ["model": "S2V-01", "subject_reference": [["type": "character", "image": ["https://x.example/a.png"]]]],
        [
            "model": "S2V-01", "subject_reference": [["type": "character", "image": ["https://x.example/a.png"]]],
            "first_frame_image": .null, "duration": .null,
        ],
        ["model": "T2V-01-Director", "prompt": "[Pan left] a boat"],
    ]

    @Test("accepts each mode of the models that have it", arguments: accepted)
    func accepts(_ body: JSONValue) throws {
        let simulator = try RunningSimulator()
        let response = try simulator.post("/v1/video_generation", body)
        #expect(response.json[path: "base_resp", "status_code"]?.int == 0)
        #expect(simulator.ledger.videosBilled == 1)
    }

    @Test("reports an unknown task with a code and no status")
    func unknown() throws {
        let simulator = try RunningSimulator()
        let response = try simulator.get("/v1/query/video_generation?task_id=1").json
        #expect(response[path: "base_resp", "status_code"]?.int == 2013)
        #expect(response["status"] == "")
        let relay = try simulator.get("/minimax/v1/query/video_generation?task_id=1")
        #expect(relay.status == 400)
        #expect(relay.json["code"]?.text == "task_not_exist")
        let file = try simulator.get("/v1/files/retrieve?file_id=abc").json
        #expect(file[path: "base_resp", "status_code"]?.int == 2013)
    }

    @Test("keeps uploads, lists them and deletes them")
    func files() throws {
        let simulator = try RunningSimulator()
        let body = """
            --x\r\nContent-Disposition: form-data; name="purpose"\r\n\r\nvideo_generation_input\r\n\
            --x\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\n\r\n12345\r\n--x--\r\n
            """
        let upload = try simulator.send(
            "POST",
            "/v1/files/upload",
            fields: ["Content-Type: multipart/form-data; boundary=x"],
            body: Array(body.utf8)
        )
        let id = try #require(upload.json[path: "file", "file_id"]?.identifier)
        #expect(upload.json[path: "file", "bytes"]?.int == 5)
        let list = { try simulator.get("/v1/files/list?purpose=video_generation_input").json["files"]?.array }
        #expect(try list()?.count == 1)
        _ = try simulator.post("/v1/files/delete", ["file_id": .number(id), "purpose": "video_generation_input"])
        #expect(try list()?.isEmpty == true)
    }

    @Test("makes a video from a template, with an ID that no double can represent")
    func template() throws {
        let simulator = try RunningSimulator()
        let submit = try simulator.post(
            "/v1/video_template_generation",
            ["template_id": "392753057216684038", "text_inputs": [["value": "a cat"]]]
        )
        let id = try #require(submit.json["task_id"]?.text)
        #expect(id.count == 18)
        let status = try simulator.get("/v1/query/video_template_generation?task_id=\(id)").json
        #expect(try simulator.follow(status["video_url"]?.text).status == 200)
    }

    @Test("reports each status word of a task")
    func words() throws {
        let simulator = try RunningSimulator(
            SimulatorOptions(generationTime: 3600),
            faults: [
                FaultRule(on: .status, times: 1, .unknownStatus(word: "Throttled"))
            ]
        )
        let id = try simulator.miniMaxTask()
        let query = { try simulator.get("/v1/query/video_generation?task_id=\(id)").json["status"]?.text }
        #expect(try query() == "Throttled")
        #expect(try query() == "Preparing")
    }
}
