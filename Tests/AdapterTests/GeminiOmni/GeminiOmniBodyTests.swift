import Foundation
import GeminiOmni
import Testing
import VideoGeneration

@Suite("A submit to Gemini Omni is an interaction in the background", .timeLimit(.minutes(20)))
struct GeminiOmniBodyTests {
    private static let png = MediaInput.data(Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]), .png)
    private static let part = #"{"type":"image","data":"iVBORw0KGgo=","mime_type":"image/png"}"#
    private static let text = #"{"type":"text","text":"a boat"}"#

    private func sent(_ request: VideoRequest) throws -> HTTPRequest {
        try DialectProvider.geminiOmni(key: Secret("AIza-test-key-0123456789")).preview(request)
    }

    private func body(_ request: VideoRequest) throws -> String {
        let sent = try sent(request)
        #expect(sent.method == .post)
        #expect(sent.url.string == "https://generativelanguage.googleapis.com/v1beta/interactions")
        return String(decoding: sent.body ?? [], as: UTF8.self)
    }

    private func expected(_ input: String, _ task: String, format: String = "") -> String {
        #"{"model":"gemini-omni-1.1-flash","input":\#(input),"response_format":{"type":"video"\#(format),"delivery":"uri"},"#
            + #""generation_config":{"video_config":{"task":"\#(task)"}},"background":true}"#
    }

    @Test("Text")
    func text() throws {
        #expect(try body(VideoRequest(prompt: "a boat")) == expected(#""a boat""#, "text_to_video"))
        let request = VideoRequest(prompt: "a boat", seconds: 8, resolution: "1080p", aspectRatio: "9:16")
        let format = #","aspect_ratio":"9:16","resolution":"1080p","duration":"8s""#
        #expect(try body(request) == expected(#""a boat""#, "text_to_video", format: format))
    }

    @Test("A first frame, and a first and a last frame")
    func frames() throws {
        var request = VideoRequest(prompt: "a boat", firstFrame: Self.png)
        #expect(try body(request) == expected("[\(Self.part),\(Self.text)]", "image_to_video"))
        request.lastFrame = .uploaded("https://generativelanguage.googleapis.com/v1beta/files/b")
        let last = #"{"type":"image","uri":"https://generativelanguage.googleapis.com/v1beta/files/b"}"#
        #expect(try body(request) == expected("[\(Self.part),\(last),\(Self.text)]", "image_to_video"))
    }

    @Test("References")
    func references() throws {
        let url = try #require(HTTPURL("https://img.example/a.png?v=1"))
        let request = VideoRequest(prompt: "a boat", references: [Self.png, .url(url)])
        let second = #"{"type":"image","uri":"https://img.example/a.png?v=1"}"#
        #expect(try body(request) == expected("[\(Self.part),\(second),\(Self.text)]", "reference_to_video"))
    }

    @Test("An edit and an extension of a video, and an edit of an earlier interaction")
    func sources() throws {
        let video = "https://generativelanguage.googleapis.com/v1beta/files/v:download?alt=media"
        let input = #"[{"type":"video","uri":"\#(video)"},\#(Self.text)]"#
        var request = VideoRequest(prompt: "a boat", source: .edit(videoID: video))
        #expect(try body(request) == expected(input, "edit"))
        request.source = .extend(videoID: video)
        #expect(try body(request) == expected(input, "extend"))
        request.source = .edit(videoID: "v1_Chd.x_y")
        #expect(
            try body(request)
                == #"{"model":"gemini-omni-1.1-flash","input":"a boat","response_format":{"type":"video","delivery":"uri"},"#
                + #""previous_interaction_id":"v1_Chd.x_y","background":true}"#
        )
    }

    @Test("Options are added to the objects of the body, and none of them turns the background off")
    func options() throws {
        var request = VideoRequest(prompt: "a boat")
        request.options = [
            "generation_config": ["seed": 1], "labels": ["order": "abc"], "background": false,
            "response_format": ["delivery": "inline"],
        ]
        #expect(
            try body(request)
                == #"{"model":"gemini-omni-1.1-flash","input":"a boat","response_format":{"type":"video","delivery":"inline"},"#
                + #""generation_config":{"video_config":{"task":"text_to_video"},"seed":1},"background":true,"#
                + #""labels":{"order":"abc"}}"#
        )
    }

    @Test("What the API has no field for is refused, and nothing is sent")
    func refusals() throws {
        let changes: [(inout VideoRequest) -> Void] = [
            { $0.size = VideoSize(width: 1280, height: 720) }, { $0.lastFrame = Self.png },
            { ($0.firstFrame, $0.references) = (Self.png, [Self.png]) },
            { $0.references = [.data(Data([0, 0, 0, 1]), .mp4)] },
            { $0.source = .remix(videoID: "v1") }, { $0.source = .template(id: "t", texts: []) },
            { $0.source = .extend(videoID: "v1_Chd") },
            { ($0.source, $0.firstFrame) = (.edit(videoID: "v1_Chd"), Self.png) },
            { $0.options["stream"] = true }, { $0.options["store"] = false },
        ]
        for change in changes {
            var request = VideoRequest(prompt: "a boat")
            change(&request)
            let error = #expect(throws: VideoError.self, "\(request)") { try sent(request) }
            #expect(error?.code == .invalidRequest)
        }
    }
}
