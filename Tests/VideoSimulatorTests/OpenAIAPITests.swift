import Testing
import VideoGeneration
import VideoSimulator

@Suite("The simulated OpenAI API", .timeLimit(.minutes(20)))
struct OpenAIAPITests {
    @Test("makes the bytes of a video from a prompt")
    func life() throws {
        let simulator = try RunningSimulator()
        let created = try simulator.post("/v1/videos", ["prompt": "a boat", "seconds": "8", "size": "1280x720"])
        #expect(created.field("x-request-id")?.hasPrefix("req_") == true)
        let id = try #require(created.json["id"]?.text)
        let video = try simulator.get("/v1/videos/\(id)").json
        for (key, value) in [
            "object": "video", "status": "completed", "progress": 100, "seconds": "8", "size": "1280x720",
            "model": "sora-2", "error": .null,
        ] as [String: JSONValue] {
            #expect(video[key] == value)
        }
        let content = try simulator.get("/v1/videos/\(id)/content")
        #expect(content.field("content-type") == "video/mp4")
        #expect(content.body == simulator.simulator.video(ofTask: id))
        #expect(simulator.ledger.secondsBilled == 8)
    }

    @Test("accepts a form with a picture if the picture has the video's size", arguments: [720, 1280])
    func form(_ width: Int) throws {
        let simulator = try RunningSimulator()
        let picture: [UInt8] =
            [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13] + Array("IHDR".utf8)
            + [0, 0, UInt8(width >> 8), UInt8(width & 255), 0, 0, 5, 0]
        var body = ""
        for (name, value) in [("prompt", "a boat"), ("size", "720x1280"), ("seconds", "4")] {
            body += "--x\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n"
        }
        body += "--x\r\nContent-Disposition: form-data; name=\"input_reference\"; filename=\"a.png\"\r\n"
        body += "Content-Type: image/png\r\n\r\n"
        let response = try simulator.send(
            "POST",
            "/v1/videos",
            fields: ["Content-Type: multipart/form-data; boundary=x"],
            body: Array(body.utf8) + picture + Array("\r\n--x--\r\n".utf8)
        )
        #expect(response.status == (width == 720 ? 200 : 400))
        #expect(response.json[path: "error", "param"]?.text == (width == 720 ? nil : "input_reference"))
    }

    @Test("lists by cursor, in both directions")
    func list() throws {
        let simulator = try RunningSimulator()
        let ids = try (0..<5).map { try simulator.openAITask("\($0)") }
        func page(_ query: String) throws -> (ids: [String], hasMore: Bool?) {
            let json = try simulator.get("/v1/videos?\(query)").json
            return (json["data"]?.array?.compactMap { $0["id"]?.text } ?? [], json["has_more"]?.bool)
        }
        #expect(try page("limit=2") == ([ids[4], ids[3]], true))
        #expect(try page("limit=2&after=\(ids[3])") == ([ids[2], ids[1]], true))
        #expect(try page("limit=2&after=\(ids[1])") == ([ids[0]], false))
        #expect(try page("order=asc").ids == ids)
        #expect(try simulator.get("/v1/videos?after=nothing").status == 404)
    }

    @Test("deletes only tasks that have ended")
    func delete() throws {
        let simulator = try RunningSimulator()
        let id = try simulator.openAITask()
        let response = try simulator.send("DELETE", "/v1/videos/\(id)").json
        #expect(response["object"]?.text == "video.deleted")
        #expect(response["deleted"]?.bool == true)
        #expect(try simulator.get("/v1/videos/\(id)").status == 404)
        #expect(simulator.ledger.videosBilled == 1)

        let slow = try RunningSimulator(SimulatorOptions(generationTime: 3600))
        let running = try slow.openAITask()
        #expect(try slow.send("DELETE", "/v1/videos/\(running)").status == 400)
        #expect(try slow.get("/v1/videos/\(running)/content").status == 400)
    }

    @Test("derives videos from finished ones")
    func derive() throws {
        let simulator = try RunningSimulator()
        let id = try simulator.openAITask()
        let remix = try simulator.post("/v1/videos/\(id)/remix", ["prompt": "in snow"]).json
        #expect(remix["remixed_from_video_id"]?.text == id)
        #expect(remix["seconds"] == "4")
        let edit = try simulator.post("/v1/videos/edits", ["prompt": "in snow", "video": ["id": .string(id)]])
        #expect(edit.json["size"] == "1280x720")
        let longer = try simulator.post(
            "/v1/videos/extensions",
            ["prompt": "on", "seconds": "8", "video": ["id": .string(id)]]
        )
        #expect(longer.json["seconds"] == "12")
        let form = try simulator.send(
            "POST",
            "/v1/videos/edits",
            fields: ["Content-Type: multipart/form-data; boundary=x"],
            body: Array(
                ("--x\r\nContent-Disposition: form-data; name=\"prompt\"\r\n\r\nhi\r\n--x\r\n"
                    + "Content-Disposition: form-data; name=\"video[id]\"\r\n\r\n\(id)\r\n--x--\r\n").utf8
            )
        )
        #expect(form.json["remixed_from_video_id"]?.text == id)
        #expect(simulator.ledger.submits == 5)
    }

    @Test("serves preview pictures as WebP and JPEG")
    func variants() throws {
        let simulator = try RunningSimulator()
        let id = try simulator.openAITask()
        let still = try simulator.get("/v1/videos/\(id)/content?variant=thumbnail")
        #expect(still.field("content-type") == "image/webp")
        #expect(still.body.starts(with: Array("RIFF".utf8)))
        let sheet = try simulator.get("/v1/videos/\(id)/content?variant=spritesheet")
        #expect(sheet.field("content-type") == "image/jpeg")
        #expect(sheet.body.starts(with: [0xFF, 0xD8]))
        #expect(sheet.body.suffix(2) == [0xFF, 0xD9])
        #expect(try simulator.get("/v1/videos/\(id)/content?variant=poster").status == 400)
    }

    @Test("serves the content as a redirect or as JSON if the options say so")
    func delivery() throws {
        let redirecting = try RunningSimulator(
            SimulatorOptions(generationTime: 0, contentDelivery: .redirect)
        )
        let id = try redirecting.openAITask()
        let redirect = try redirecting.get("/v1/videos/\(id)/content")
        #expect(redirect.status == 302)
        #expect(try redirecting.follow(redirect.field("location")).status == 200)

        let telling = try RunningSimulator(SimulatorOptions(generationTime: 0, contentDelivery: .json))
        let told = try telling.get("/v1/videos/\(try telling.openAITask())/content")
        #expect(try telling.follow(told.json["video_url"]?.text).status == 200)
    }

    static let refused: [(JSONValue, String)] = [
        (["model": "sora-2"], "prompt"), (["prompt": "a", "model": "sora-9"], "model"),
        (["prompt": "a", "seconds": 4], "seconds"), (["prompt": "a", "seconds": "5"], "seconds"),
        (["prompt": "a", "size": "1024x1792"], "size"), (["prompt": "a", "size": "1280x721"], "size"),
    ]

    @Test("refuses invalid values with all four members of an error", arguments: refused)
    func refuses(_ body: JSONValue, _ parameter: String) throws {
        let simulator = try RunningSimulator()
        let response = try simulator.post("/v1/videos", body)
        #expect(response.status == 400)
        #expect(response.json[path: "error", "param"]?.text == parameter)
        #expect(response.json["error"]?.object?.map(\.key) == ["message", "type", "param", "code"])
        #expect(simulator.ledger.videosBilled == 0)
    }

    @Test("requires the key if one is set, in each API's format")
    func key() throws {
        let simulator = try RunningSimulator(SimulatorOptions(generationTime: 0, apiKey: "right"))
        let body = Array(#"{"prompt":"a"}"#.utf8)
        func status(_ path: String, _ key: String) throws -> RawClient.Response {
            try simulator.send("POST", path, fields: key.isEmpty ? [] : ["Authorization: \(key)"], body: body)
        }
        #expect(try status("/v1/videos", "").status == 401)
        #expect(try status("/v1/videos", "Bearer wrong").json[path: "error", "code"] == "invalid_api_key")
        #expect(try status("/v1/videos", "right").status == 401)
        #expect(try status("/v1/videos", "Bearer right").status == 200)
        let miniMax = try status("/v1/video_generation", "Bearer wrong")
        #expect(miniMax.status == 200)
        #expect(miniMax.json[path: "base_resp", "status_code"]?.int == 2049)
        #expect(try status("/v2/video_generation", "").status == 401)
        #expect(try status("/v1/video/create", "").status == 401)
        #expect(simulator.ledger.videosBilled == 1)
    }
}
