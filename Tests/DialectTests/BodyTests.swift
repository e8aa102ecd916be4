import Foundation
import MiniMaxHailuo
import OpenAIVideos
import Testing
import VideoGeneration

/// A request and, byte for byte, what is sent for it.
struct Golden: Sendable, CustomTestStringConvertible {
    let name: String
    let dialect: String
    let request: VideoRequest
    let method: HTTPMethod
    let target: String
    let body: String
    var testDescription: String { name }

    init(_ name: String, _ dialect: String, _ request: VideoRequest, _ target: String, _ body: String) {
        self.name = name
        self.dialect = dialect
        self.request = request
        self.method = .post
        self.target = target
        self.body = body
    }
}

let png = MediaInput.data(Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]), .png)
let pngURL = "data:image/png;base64,iVBORw0KGgo="

func picture(_ name: String) -> MediaInput? { HTTPURL("https://img.example/\(name)?v=1").map { .url($0) } }

/// A short way to write a request.
func ask(_ prompt: String = "a boat", _ model: String? = nil, _ change: (inout VideoRequest) -> Void = { _ in })
    -> VideoRequest
{
    var request = VideoRequest(prompt: prompt, model: model)
    change(&request)
    return request
}

@Suite("What is sent", .timeLimit(.minutes(20)))
struct BodyTests {
    static let v1 = "/v1/video_generation"
    static let hailuo: [Golden] = [
        Golden(
            "text alone, nothing invented",
            "minimax-v1",
            ask(),
            v1,
            #"{"model":"MiniMax-Hailuo-2.3","prompt":"a boat"}"#
        ),
        Golden(
            "text, with length and resolution as the API writes them",
            "minimax-v1",
            ask("a boat", "MiniMax-Hailuo-02") {
                $0.seconds = 10
                $0.resolution = "768p"
            },
            v1,
            #"{"model":"MiniMax-Hailuo-02","prompt":"a boat","duration":10,"resolution":"768P"}"#
        ),
        Golden(
            "a size that a resolution stands for",
            "minimax-v1",
            ask { $0.size = VideoSize("1920x1080") },
            v1,
            #"{"model":"MiniMax-Hailuo-2.3","prompt":"a boat","resolution":"1080P"}"#
        ),
        Golden(
            "options last",
            "minimax-v1",
            ask { $0.options = ["prompt_optimizer": false, "callback_url": "https://me.example/hook"] },
            v1,
            #"{"model":"MiniMax-Hailuo-2.3","prompt":"a boat","callback_url":"https://me.example/hook","prompt_optimizer":false}"#
        ),
        Golden(
            "the 01-series takes neither length nor resolution",
            "minimax-v1",
            ask("a boat", "T2V-01-Director") {
                $0.seconds = 6
                $0.resolution = "720P"
            },
            v1,
            #"{"model":"T2V-01-Director","prompt":"a boat"}"#
        ),
        Golden(
            "a first frame as a link",
            "minimax-v1",
            ask("", "MiniMax-Hailuo-2.3-Fast") { $0.firstFrame = picture("a.png") },
            v1,
            #"{"model":"MiniMax-Hailuo-2.3-Fast","first_frame_image":"https://img.example/a.png?v=1"}"#
        ),
        Golden(
            "a first frame as bytes",
            "minimax-v1",
            ask("a boat", "I2V-01-live") { $0.firstFrame = png },
            v1,
            #"{"model":"I2V-01-live","prompt":"a boat","first_frame_image":"\#(pngURL)"}"#
        ),
        Golden(
            "first and last frame",
            "minimax-v1",
            ask("a boat", "MiniMax-Hailuo-02") {
                $0.firstFrame = picture("a.png")
                $0.lastFrame = picture("b.png")
            },
            v1,
            #"{"model":"MiniMax-Hailuo-02","prompt":"a boat","first_frame_image":"https://img.example/a.png?v=1","last_frame_image":"https://img.example/b.png?v=1"}"#
        ),
        Golden(
            "a subject is an array even of one",
            "minimax-v1",
            ask("a boat", "S2V-01") { $0.references = [png] },
            v1,
            #"{"model":"S2V-01","prompt":"a boat","subject_reference":[{"type":"character","image":["\#(pngURL)"]}]}"#
        ),
        Golden(
            "a template",
            "minimax-v1",
            ask("") {
                $0.source = .template(id: "392753057216684038", texts: ["hello"])
                $0.references = [png]
            },
            "/v1/video_template_generation",
            #"{"template_id":"392753057216684038","text_inputs":[{"value":"hello"}],"media_inputs":[{"value":"\#(pngURL)"}]}"#
        ),
        Golden(
            "a relay's prefix",
            "minimax-relay",
            ask("a boat", "MiniMax-Hailuo-02") { $0.seconds = 6 },
            "/minimax/v1/video_generation",
            #"{"model":"MiniMax-Hailuo-02","prompt":"a boat","duration":6}"#
        ),
        Golden(
            "CometAPI",
            "minimax-cometapi",
            ask(),
            v1,
            #"{"model":"MiniMax-Hailuo-2.3","prompt":"a boat"}"#
        ),
    ]

    static let v2 = "/v2/video_generation"
    static let h3: [Golden] = [
        Golden(
            "what H3 requires is filled in",
            "minimax-v2",
            ask(),
            v2,
            #"{"model":"MiniMax-H3","content":[{"type":"text","text":"a boat"}],"resolution":"768P","duration":5,"ratio":"16:9"}"#
        ),
        Golden(
            "H3-Max with everything said",
            "minimax-v2",
            ask("a boat", "MiniMax-H3-Max") {
                $0.seconds = 15
                $0.resolution = "480P"
                $0.aspectRatio = "9:16"
                $0.options = ["aigc_watermark": true]
            },
            v2,
            #"{"model":"MiniMax-H3-Max","content":[{"type":"text","text":"a boat"}],"resolution":"480P","duration":15,"ratio":"9:16","aigc_watermark":true}"#
        ),
        Golden(
            "frames have roles, and no ratio is sent",
            "minimax-v2",
            ask("a boat", "MiniMax-H3") {
                $0.firstFrame = picture("a.png")
                $0.lastFrame = png
            },
            v2,
            #"{"model":"MiniMax-H3","content":[{"type":"text","text":"a boat"},{"type":"image_url","image_url":{"url":"https://img.example/a.png?v=1"},"role":"first_frame"},{"type":"image_url","image_url":{"url":"\#(pngURL)"},"role":"last_frame"}],"resolution":"768P","duration":5}"#
        ),
        Golden(
            "references have theirs",
            "minimax-v2",
            ask("a boat", "MiniMax-H3") { $0.references = [png] },
            v2,
            #"{"model":"MiniMax-H3","content":[{"type":"text","text":"a boat"},{"type":"image_url","image_url":{"url":"\#(pngURL)"},"role":"reference_image"}],"resolution":"768P","duration":5}"#
        ),
    ]

    static let openAI: [Golden] = [
        Golden("a prompt alone", "openai-videos", ask(), "/v1/videos", #"{"prompt":"a boat"}"#),
        Golden(
            "seconds are a string",
            "openai-videos",
            ask("a boat", "sora-2") {
                $0.seconds = 8
                $0.size = VideoSize("1280x720")
            },
            "/v1/videos",
            #"{"model":"sora-2","prompt":"a boat","seconds":"8","size":"1280x720"}"#
        ),
        Golden(
            "a picture's link stays in JSON",
            "openai-videos",
            ask("a boat", "any") { $0.firstFrame = picture("a.png") },
            "/v1/videos",
            #"{"model":"any","prompt":"a boat","input_reference":{"image_url":"https://img.example/a.png?v=1"}}"#
        ),
        Golden(
            "several pictures, as relays take them",
            "openai-videos",
            ask("a boat", "veo2-fast-frames") {
                $0.firstFrame = picture("a.png")
                $0.lastFrame = picture("b.png")
            },
            "/v1/videos",
            #"{"model":"veo2-fast-frames","prompt":"a boat","images":["https://img.example/a.png?v=1","https://img.example/b.png?v=1"]}"#
        ),
        Golden(
            "a remix",
            "openai-videos",
            ask("at night") { $0.source = .remix(videoID: "video/1:2") },
            "/v1/videos/video%2F1%3A2/remix",
            #"{"prompt":"at night"}"#
        ),
        Golden(
            "an edit",
            "openai-videos",
            ask("at night") { $0.source = .edit(videoID: "video_1") },
            "/v1/videos/edits",
            #"{"prompt":"at night","video":{"id":"video_1"}}"#
        ),
        Golden(
            "an extension",
            "openai-videos",
            ask("on and on") {
                $0.source = .extend(videoID: "video_1")
                $0.seconds = 12
            },
            "/v1/videos/extensions",
            #"{"prompt":"on and on","seconds":"12","video":{"id":"video_1"}}"#
        ),
        Golden(
            "a form for a picture's bytes",
            "openai-videos",
            ask("a “boat”\r\nin the rain", "veo3-pro-frames") { $0.firstFrame = .data(Data("PNG".utf8), .png) },
            "/v1/videos",
            """
            --video-BOUNDARY\r
            Content-Disposition: form-data; name="model"\r
            \r
            veo3-pro-frames\r
            --video-BOUNDARY\r
            Content-Disposition: form-data; name="prompt"\r
            \r
            a “boat”\r
            in the rain\r
            --video-BOUNDARY\r
            Content-Disposition: form-data; name="input_reference"; filename="input_reference.png"\r
            Content-Type: image/png\r
            \r
            PNG\r
            --video-BOUNDARY--\r

            """
        ),
    ]

    static let relays: [Golden] = [
        Golden(
            "veo, with its own options",
            "veo-unified",
            ask("a boat", "veo3") {
                $0.aspectRatio = "9:16"
                $0.options = ["enhance_prompt": true, "enable_upsample": false]
            },
            "/v1/video/create",
            #"{"model":"veo3","prompt":"a boat","aspect_ratio":"9:16","enable_upsample":false,"enhance_prompt":true}"#
        ),
        Golden(
            "veo's components",
            "veo-unified",
            ask("a boat", "veo2-fast-components") { $0.references = [png, png] },
            "/v1/video/create",
            #"{"model":"veo2-fast-components","prompt":"a boat","images":["\#(pngURL)","\#(pngURL)"]}"#
        ),
        Golden(
            "a relay's task",
            "newapi-task",
            ask("a boat", "MiniMax-H3") {
                $0.seconds = 6
                $0.resolution = "768P"
                $0.firstFrame = picture("a.png")
            },
            "/v1/video/generations",
            #"{"model":"MiniMax-H3","prompt":"a boat","image":"https://img.example/a.png?v=1","duration":6,"size":"768P"}"#
        ),
        Golden(
            "a relay's task with two pictures and a ratio",
            "newapi-task",
            ask("a boat", "kling-v2") {
                $0.firstFrame = png
                $0.lastFrame = png
                $0.aspectRatio = "1:1"
            },
            "/v1/video/generations",
            #"{"model":"kling-v2","prompt":"a boat","images":["\#(pngURL)","\#(pngURL)"],"metadata":{"aspect_ratio":"1:1"}}"#
        ),
    ]

    @Test("every mode of every dialect sends exactly this", arguments: hailuo + h3 + openAI + relays)
    func golden(_ golden: Golden) throws {
        let request = try provider(golden.dialect).preview(golden.request)
        #expect(request.method == golden.method)
        #expect(request.url.target == golden.target)
        var body = String(decoding: request.body ?? [], as: UTF8.self)
        if let type = request.fields["Content-Type"], type.hasPrefix("multipart/form-data; boundary=video-") {
            body = body.replacingOccurrences(of: type.dropFirst(36), with: "BOUNDARY")
        } else {
            #expect(request.fields["Content-Type"] == "application/json")
        }
        #expect(body == golden.body)
        #expect(try provider(golden.dialect).preview(golden.request) == request, "the same bytes each time")
    }

    @Test("a form's boundary is in none of its parts")
    func boundary() {
        var form = MultipartForm()
        form.add("a", "x")
        var hostile = MultipartForm()
        hostile.add("a", "x\r\n--\(form.boundary)\r\n")
        #expect(
            !String(decoding: hostile.encoded().body, as: UTF8.self).contains("\r\n--\(hostile.boundary)\r\n\r\n--")
        )
        var named = MultipartForm()
        named.add("a\"\r\nX-Evil: 1", "x")
        #expect(!String(decoding: named.encoded().body, as: UTF8.self).contains("\r\nX-Evil"))
    }

    @Test(
        "which body a create has is the entry's to say",
        arguments: [("json", true), ("multipart", false), ("auto", true)]
    )
    func create(_ option: String, _ isJSON: Bool) throws {
        let entry = ProviderConfiguration(
            id: "mine",
            dialect: "openai-videos",
            baseURL: relayBase,
            options: ["create": .string(option)]
        )
        let mine = try registry.plugin(for: "openai-videos").makeDialect(entry)
        let sent = try mine.submitRequest(ask(), at: try Endpoint(relayBase))
        #expect(sent.fields["Content-Type"]?.hasPrefix("application/json") == isJSON)
        let withPicture = try mine.submitRequest(ask { $0.firstFrame = png }, at: try Endpoint(relayBase))
        #expect(withPicture.fields["Content-Type"]?.hasPrefix("application/json") == (option == "json"))
    }
}
