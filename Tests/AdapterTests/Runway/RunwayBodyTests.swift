import Foundation
import Runway
import Testing
import VideoGeneration

/// A request and the exact path and body that are sent for it.
struct RunwayGolden: Sendable, CustomTestStringConvertible {
    let name: String
    let path: String
    let body: String
    let request: VideoRequest
    var testDescription: String { name }

    init(_ name: String, _ path: String, _ body: String, _ change: (inout VideoRequest) -> Void = { _ in }) {
        self.name = name
        self.path = path
        self.body = body
        var request = VideoRequest(prompt: "a boat")
        change(&request)
        self.request = request
    }
}

@Suite("What Runway is sent", .timeLimit(.minutes(20)))
struct RunwayBodyTests {
    private let provider: DialectProvider

    init() throws { provider = try .runway(key: Secret("rw-7-Invented-Key-4Qx")) }

    private static func link(_ name: String, kind: MediaInput.Kind = .picture) -> MediaInput? {
        HTTPURL("https://img.example/\(name)").map { .url($0, kind: kind) }
    }

    static let pictures = [
        RunwayGolden(
            "text alone: the API requires a length and a ratio",
            "text_to_video",
            #"{"model":"gen4.5","promptText":"a boat","duration":5,"ratio":"1280:720"}"#
        ),
        RunwayGolden(
            "text with a ratio and options",
            "text_to_video",
            #"{"model":"gen4.5","promptText":"a boat","duration":8,"ratio":"720:1280","seed":1}"#
        ) {
            $0.seconds = 8
            $0.aspectRatio = "9:16"
            $0.options = ["seed": 1]
        },
        RunwayGolden(
            "a resolution and a ratio as pixels",
            "text_to_video",
            #"{"model":"veo3.1_fast","promptText":"a boat","duration":8,"ratio":"1080:1920"}"#
        ) {
            $0.model = "veo3.1_fast"
            $0.seconds = 8
            $0.resolution = "1080p"
            $0.aspectRatio = "9:16"
        },
        RunwayGolden(
            "a first frame without a prompt",
            "image_to_video",
            """
            {"model":"gen4_turbo","promptImage":[{"uri":"https://img.example/a.png","position":"first"}],\
            "duration":5,"ratio":"1104:832"}
            """
        ) {
            $0.model = "gen4_turbo"
            $0.prompt = ""
            $0.firstFrame = link("a.png")
            $0.seconds = 5
            $0.size = VideoSize("1104x832")
        },
        RunwayGolden(
            "a first and a last frame, as bytes and as an uploaded file",
            "image_to_video",
            """
            {"model":"veo3.1","promptText":"a boat","promptImage":[{"uri":"data:image/png;base64,AQID","position":"first"},\
            {"uri":"runway://f-1","position":"last"}],"duration":8,"ratio":"1920:1080"}
            """
        ) {
            $0.model = "veo3.1"
            $0.firstFrame = .data(Data([1, 2, 3]), .png)
            $0.lastFrame = .uploaded("runway://f-1")
            $0.seconds = 8
            $0.size = VideoSize("1920x1080")
        },
        RunwayGolden(
            "a picture that decides the ratio",
            "image_to_video",
            """
            {"model":"kling_4","promptText":"a boat","promptImage":[{"uri":"https://img.example/a.png",\
            "position":"first"}],"ratio":"auto_1080p"}
            """
        ) {
            $0.model = "kling_4"
            $0.firstFrame = link("a.png")
            $0.resolution = "1080P"
        },
        RunwayGolden(
            "a picture with a resolution alone",
            "image_to_video",
            """
            {"model":"happyhorse_1_0","promptText":"a boat","promptImage":[{"uri":"https://img.example/a.png",\
            "position":"first"}],"resolution":"720p"}
            """
        ) {
            $0.model = "happyhorse_1_0"
            $0.firstFrame = link("a.png")
            $0.resolution = "720P"
        },
    ]

    static let others = [
        RunwayGolden(
            "a ratio and a resolution by name",
            "text_to_video",
            #"{"model":"hailuo3","promptText":"a boat","duration":6,"resolution":"2k","ratio":"21:9"}"#
        ) {
            $0.model = "hailuo3"
            $0.seconds = 6
            $0.resolution = "2K"
            $0.aspectRatio = "21:9"
        },
        RunwayGolden(
            "references of every kind",
            "text_to_video",
            """
            {"model":"seedance2","promptText":"a boat","references":[{"uri":"https://img.example/a.png"}],\
            "referenceVideos":[{"type":"video","uri":"https://img.example/b.mp4"}],\
            "referenceAudio":[{"type":"audio","uri":"https://img.example/c.mp3"}],"ratio":"864:496"}
            """
        ) {
            $0.model = "seedance2"
            $0.references = [
                link("a.png"), link("b.mp4", kind: .video), link("c.mp3", kind: .audio),
            ].compactMap(\.self)
            $0.size = VideoSize("864x496")
        },
        RunwayGolden(
            "an edit of a video, by the model that edits",
            "video_to_video",
            """
            {"model":"aleph2","promptText":"a boat","videoUri":"https://cdn.example/a.mp4","targetAspectRatio":"1:1"}
            """
        ) {
            $0.source = .edit(videoID: "https://cdn.example/a.mp4")
            $0.aspectRatio = "1:1"
        },
        RunwayGolden(
            "an extension of a video",
            "video_to_video",
            """
            {"model":"seedance2_5","promptText":"a boat","promptVideo":"runway://f-1","mode":"extend"}
            """
        ) {
            $0.model = "seedance2_5"
            $0.source = .extend(videoID: "runway://f-1")
        },
        RunwayGolden(
            "an edit that requires the automatic length",
            "video_to_video",
            """
            {"model":"seedance2_5","promptText":"a boat","promptVideo":"runway://f-1",\
            "references":[{"uri":"https://img.example/a.png"}],"mode":"edit","duration":"auto"}
            """
        ) {
            $0.model = "seedance2_5"
            $0.source = .edit(videoID: "runway://f-1")
            $0.references = [link("a.png")].compactMap(\.self)
        },
        RunwayGolden(
            "a new video guided by an earlier one",
            "video_to_video",
            """
            {"model":"gemini_omni_flash_1.1","promptText":"a boat","videoUri":"runway://f-1","mode":"reference",\
            "duration":4,"ratio":"720:1280"}
            """
        ) {
            $0.model = "gemini_omni_flash_1.1"
            $0.source = .remix(videoID: "runway://f-1")
            $0.seconds = 4
            $0.size = VideoSize("720x1280")
        },
        RunwayGolden(
            "a model that is not in the list",
            "text_to_video",
            #"{"model":"gen9","promptText":"a boat","duration":4,"ratio":"100:200"}"#
        ) {
            $0.model = "gen9"
            $0.seconds = 4
            $0.size = VideoSize("100x200")
        },
    ]

    @Test("The path and the body of every mode", arguments: pictures + others)
    func body(_ golden: RunwayGolden) throws {
        let message = try provider.preview(golden.request)
        #expect(message.url.string == "https://api.dev.runwayml.com/v1/\(golden.path)")
        #expect(String(decoding: message.body ?? [], as: UTF8.self) == golden.body)
    }

    static let refusals: [RunwayGolden] = [
        RunwayGolden("a size that the model lacks", "", "") { $0.size = VideoSize("1920x1080") },
        RunwayGolden("a length that the model lacks", "", "") { $0.seconds = 11 },
        RunwayGolden("a ratio that the model lacks", "", "") { $0.aspectRatio = "21:9" },
        RunwayGolden("a resolution that a model with unknown lengths lacks", "", "") {
            $0.model = "kling3.0_pro"
            $0.resolution = "720p"
        },
        RunwayGolden("a size of a model that takes names", "", "") {
            $0.model = "hailuo3"
            $0.size = VideoSize("1280x720")
        },
        RunwayGolden("a model that needs a picture", "", "") { $0.model = "gen4_turbo" },
        RunwayGolden("a last frame of a model without one", "", "") {
            $0.firstFrame = link("a.png")
            $0.lastFrame = link("b.png")
        },
        RunwayGolden("a last frame alone", "", "") {
            $0.model = "gen9"
            $0.lastFrame = link("b.png")
        },
        RunwayGolden("frames together with references", "", "") {
            $0.model = "gen9"
            $0.firstFrame = link("a.png")
            $0.references = [link("b.png")].compactMap(\.self)
        },
        RunwayGolden("a video reference of a model that takes pictures", "", "") {
            $0.model = "kling_4"
            $0.references = [link("b.mp4", kind: .video)].compactMap(\.self)
        },
        RunwayGolden("an extension by a model that edits", "", "") {
            $0.source = .extend(videoID: "https://cdn.example/a.mp4")
        },
        RunwayGolden("the length of an edit", "", "") {
            $0.source = .edit(videoID: "https://cdn.example/a.mp4")
            $0.seconds = 5
        },
        RunwayGolden("the ratio of an extension", "", "") {
            $0.model = "seedance2_5"
            $0.source = .extend(videoID: "runway://f-1")
            $0.aspectRatio = "16:9"
        },
        RunwayGolden("a task's ID in place of a video", "", "") { $0.source = .edit(videoID: "task-1") },
        RunwayGolden("a template", "", "") { $0.source = .template(id: "1", texts: []) },
        RunwayGolden("a prompt that is too long in UTF-16", "", "") {
            $0.prompt = String(repeating: "\u{1F6A4}", count: 501)
        },
        RunwayGolden("a resolution of a model that is not in the list", "", "") {
            $0.model = "gen9"
            $0.resolution = "720p"
        },
    ]

    @Test("What a model has no field for is refused before anything is sent", arguments: refusals)
    func refused(_ golden: RunwayGolden) throws {
        let error = #expect(throws: VideoError.self) { try provider.preview(golden.request) }
        #expect(error?.code == .invalidRequest && error?.advice?.contains("Nothing was sent") == true)
    }

    @Test("A prompt of the longest accepted length is sent")
    func longestPrompt() throws {
        let prompt = String(repeating: "\u{1F6A4}", count: 500)
        #expect(try provider.preview(VideoRequest(prompt: prompt)).body != nil)
    }

    @Test("Every listed model makes a body in each of its modes, with its own default shape")
    func everyModel() throws {
        #expect(provider.info.models.count == 26)
        for model in provider.info.models {
            for mode in model.modes {
                var request = VideoRequest(prompt: "a boat", model: model.name)
                switch mode.mode {
                case .firstFrame: request.firstFrame = Self.link("a.png")
                case .lastFrame:
                    request.firstFrame = Self.link("a.png")
                    request.lastFrame = Self.link("b.png")
                case .references: request.references = [Self.link("a.png")].compactMap(\.self)
                case .video: request.source = .edit(videoID: "runway://f-1")
                case .text, .template: break
                }
                let body = try JSONValue(parsing: try provider.preview(request).body ?? [])
                #expect(body["model"]?.text == model.name)
                for ratio in mode.aspectRatios ?? [] where mode.mode != .video {
                    request.aspectRatio = ratio
                    #expect(throws: Never.self, "\(model.name) \(ratio)") { try provider.preview(request) }
                }
            }
        }
    }
}
