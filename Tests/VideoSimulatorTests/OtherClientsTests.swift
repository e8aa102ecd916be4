import Testing
import VideoGeneration
import VideoSimulator

@Suite("The simulator responds to other clients as the real servers do", .timeLimit(.minutes(20)))
struct OtherClientsTests {
    private static let png: [UInt8] =
        [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13] + Array("IHDR".utf8)
        + [0, 0, 0x02, 0xD0, 0, 0, 0x05, 0]

    /// A form in the format of openai-python.
    private func form(
        _ simulator: RunningSimulator,
        _ target: String,
        _ fields: KeyValuePairs<String, String>,
        file: (name: String, type: String, bytes: [UInt8])? = nil
    ) throws -> RawClient.Response {
        var body: [UInt8] = []
        for (name, value) in fields {
            body += Array("--x\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n".utf8)
        }
        if let file {
            let head = "--x\r\nContent-Disposition: form-data; name=\"\(file.name)\"; filename=\"upload\"\r\n"
            body += Array((head + "Content-Type: \(file.type)\r\n\r\n").utf8) + file.bytes + Array("\r\n".utf8)
        }
        return try simulator.send(
            "POST",
            target,
            fields: ["Content-Type: multipart/form-data; boundary=x"],
            body: body + Array("--x--\r\n".utf8)
        )
    }

    @Test("A character is created from a video, and found again")
    func characters() throws {
        let simulator = try RunningSimulator()
        let video = ("video", "video/mp4", Array("\0\0\0\u{18}ftypmp42".utf8))
        let made = try form(simulator, "/v1/videos/characters", ["name": "Mossy"], file: video)
        let id = try #require(made.json["id"]?.text)
        #expect(made.json["name"] == "Mossy")
        #expect(made.json["created_at"]?.int ?? 0 > 1_700_000_000)
        let found = try simulator.get("/v1/videos/characters/\(id)")
        #expect(found.json == made.json)
        #expect(try simulator.get("/v1/videos/characters/char_1").status == 404)
        #expect(try form(simulator, "/v1/videos/characters", ["name": "Mossy"]).status == 400)
        let long = String(repeating: "a", count: 81)
        #expect(try form(simulator, "/v1/videos/characters", ["name": long], file: video).status == 400)
        #expect(simulator.ledger.submits == 0)
    }

    @Test("A page without videos has no next page", arguments: [0, 3])
    func noLimit(_ count: Int) throws {
        let simulator = try RunningSimulator()
        for number in 0..<count { _ = try simulator.openAITask("\(number)") }
        let page = try simulator.get("/v1/videos?limit=0")
        #expect(page.status == 200)
        #expect(page.json["data"] == [])
        #expect(page.json["has_more"] == false)
        for limit in ["-1", "101", "many"] { #expect(try simulator.get("/v1/videos?limit=\(limit)").status == 400) }
    }

    @Test(
        "A text file is refused as a picture, by its type or by its content",
        arguments: [
            ("text/plain", "unsupported_file_mimetype"), ("application/octet-stream", "unsupported_file_mimetype"),
            ("image/png", "invalid_image_file"),
        ]
    )
    func textAsPicture(type: String, code: String) throws {
        let simulator = try RunningSimulator()
        let text = ("input_reference", type, Array("hello, this is no picture".utf8))
        for model in ["sora-2", "I2V-01"] {
            let fields: KeyValuePairs = ["prompt": "a boat", "model": model]
            let response = try form(simulator, "/v1/videos", fields, file: text)
            #expect(response.status == 400)
            #expect(response.json[path: "error", "param"] == "input_reference")
            #expect(response.json[path: "error", "code"]?.text == code)
        }
        #expect(simulator.ledger.videosBilled == 0)
    }

    @Test("A text file in a data URL is refused as well")
    func textInDataURL() throws {
        let simulator = try RunningSimulator()
        let link: JSONValue = "data:image/png;base64,aGVsbG8gd29ybGQgdGhlcmU="
        #expect(
            try simulator.post("/v1/videos", ["prompt": "a", "input_reference": ["image_url": link]]).status == 400
        )
        let relay: JSONValue = ["model": "veo3-pro-frames", "prompt": "a", "images": [link]]
        #expect(try simulator.post("/v1/video/create", relay).status == 400)
        let second: JSONValue = [
            "model": "MiniMax-H3", "resolution": "768P", "duration": 5,
            "content": [["type": "text", "text": "a"], ["type": "image_url", "image_url": ["url": link]]],
        ]
        #expect(try simulator.post("/v2/video_generation", second).status == 400)
        #expect(simulator.ledger.videosBilled == 0)
    }

    @Test("A picture in a form reaches a relay's MiniMax model")
    func pictureAtRelay() throws {
        let simulator = try RunningSimulator()
        let fields: KeyValuePairs = ["prompt": "a boat", "model": "I2V-01"]
        let picture = ("input_reference", "image/png", Self.png)
        #expect(try form(simulator, "/v1/videos", fields, file: picture).status == 200)
    }

    @Test("An uploaded video is edited and continued without a model")
    func editsWithoutModel() throws {
        let simulator = try RunningSimulator()
        let video = ("video", "video/mp4", Array("\0\0\0\u{18}ftypmp42".utf8))
        let edit = try form(simulator, "/v1/videos/edits", ["prompt": "in snow"], file: video)
        #expect(edit.json["model"] == "sora-2")
        let fields: KeyValuePairs = ["prompt": "on", "seconds": "8"]
        #expect(try form(simulator, "/v1/videos/extensions", fields, file: video).json["seconds"] == "8")
    }

    @Test("A relay offers MiniMax's newest models, with its own fields and with MiniMax's")
    func newestModels() throws {
        let simulator = try RunningSimulator()
        let own: JSONValue = ["model": "MiniMax-H3", "prompt": "a boat", "seconds": "6", "size": "720x1280"]
        let vendor: JSONValue = [
            "model": "MiniMax-H3-Max", "prompt": "a boat", "duration": 5,
            "metadata": ["resolution": "480P", "ratio": "1:1"],
        ]
        for route in ["/v1/videos", "/v1/video/generations"] {
            #expect(try simulator.post(route, own).json["size"] == "768x1366")
            #expect(try simulator.post(route, vendor).json["size"] == "480x480")
        }
        #expect(try simulator.post("/v1/videos", ["model": "MiniMax-H9", "prompt": "a"]).status == 400)
    }

    @Test("A relay sends S2V-01 neither length nor size, and its picture as the subject")
    func subjectAtRelay() throws {
        let simulator = try RunningSimulator()
        let order: JSONValue = [
            "model": "S2V-01", "prompt": "a boat", "images": ["https://x.example/a.png"], "seconds": "6",
            "size": "1280x720",
        ]
        #expect(try simulator.post("/v1/video/generations", order).status == 200)
    }

    private static let question = [
        "Origin: http://localhost:3000", "Access-Control-Request-Method: POST",
        "Access-Control-Request-Headers: authorization, content-type",
    ]

    @Test("No page in a browser can read a response unless its origin is allowed")
    func crossOrigin() throws {
        let closed = try RunningSimulator()
        let origin = Self.question[0]
        #expect(try closed.get("/v1/videos", fields: [origin]).field("access-control-allow-origin") == nil)
        #expect(try closed.send("OPTIONS", "/v1/videos", fields: Self.question).status == 403)
        for allowed in ["http://localhost:3000", "*"] {
            let open = try RunningSimulator(SimulatorOptions(generationTime: 0, allowedOrigin: allowed))
            let preflight = try open.send("OPTIONS", "/v1/videos", fields: Self.question)
            #expect(preflight.status == 200)
            #expect(preflight.field("access-control-allow-origin") == allowed)
            #expect(preflight.field("access-control-allow-methods") == "POST")
            #expect(preflight.field("access-control-allow-headers") == "authorization, content-type")
            let response = try open.get("/v1/videos/video_1", fields: [origin])
            #expect(response.status == 404)
            #expect(response.field("access-control-allow-origin") == allowed)
            let other = try open.get("/v1/videos", fields: ["Origin: https://other.example"])
            #expect(other.field("access-control-allow-origin") == (allowed == "*" ? "*" : nil))
            let media = try open.follow(open.miniMaxLink(), fields: [origin])
            #expect(media.field("access-control-allow-origin") == allowed)
            #expect(open.ledger.requests["other"] == nil)
        }
    }
}
