import Foundation
import Testing

@testable import VideoGenerationCore

@Suite("A request is compared with a model before anything is sent", .timeLimit(.minutes(20)))
struct ModelFitTests {
    private let picture = MediaInput.data(Data([1, 2, 3]), .png)

    /// A model of an API that takes names of resolutions.
    private let named = ModelDescription(
        name: "named",
        modes: [
            ModeDescription(
                .text,
                formats: [
                    VideoFormat("512P", seconds: [6]),
                    VideoFormat("768P", size: VideoSize("1366x768"), seconds: [6, 10]),
                    VideoFormat("1080P", seconds: [6]),
                ],
                defaultResolution: "768P",
                defaultSeconds: 6,
                aspectRatios: ["16:9", "1:1", "9:16"]
            ),
            ModeDescription(.firstFrame, formats: [], aspectRatios: [], needsPrompt: false),
        ],
        promptLimit: 5
    )

    /// A model of an API that takes pixels.
    private let sized = ModelDescription(
        name: "sized",
        modes: [
            ModeDescription(
                .text,
                formats: [
                    VideoFormat(size: VideoSize("1280x720"), seconds: [4, 8]),
                    VideoFormat(size: VideoSize("720x1280"), seconds: [4, 8]),
                ]
            )
        ]
    )

    private func fit(_ model: ModelDescription, _ change: (inout VideoRequest) -> Void = { _ in }) throws -> RequestFit
    {
        var request = VideoRequest(prompt: "x")
        change(&request)
        return try model.fit(request)
    }

    @Test("A request that the model accepts stays as it is, and names are sent in the provider's spelling")
    func unchanged() throws {
        let fit = try fit(named) {
            $0.resolution = "768p"
            $0.seconds = 10
            $0.aspectRatio = "9:16"
        }
        #expect(fit.changes.isEmpty && fit.request.resolution == "768P" && fit.request.seconds == 10)
        #expect(try fit.validated(for: "named") == fit.request)
    }

    @Test("Each change is listed with the value asked for, the accepted values and the nearest one")
    func changes() throws {
        let fit = try fit(named) {
            $0.resolution = "700P"
            $0.seconds = 9
            $0.aspectRatio = "4:3"
        }
        #expect(fit.changes.map(\.field) == ["resolution", "seconds (at 768P)", "aspect ratio"])
        #expect(fit.changes.map(\.asked) == ["700P", "9", "4:3"])
        #expect(fit.changes.map(\.nearest) == ["768P", "10", "1:1"])
        #expect(fit.changes.map(\.allowed) == [["512P", "768P", "1080P"], ["6", "10"], ["16:9", "1:1", "9:16"]])
        #expect(fit.request.resolution == "768P" && fit.request.seconds == 10 && fit.request.aspectRatio == "1:1")
        let error = #expect(throws: VideoError.self) { try fit.validated(for: "named") }
        #expect(error?.code == .invalidRequest && error?.message.contains("512P, 768P, 1080P") == true)
    }

    @Test("Without a resolution, the default one decides which lengths are accepted")
    func defaultResolution() throws {
        #expect(try fit(named) { $0.seconds = 10 }.changes.isEmpty)
        #expect(
            try fit(named) {
                $0.resolution = "1080P"
                $0.seconds = 10
            }.request.seconds == 6
        )
    }

    @Test("Of two lengths that are equally near, the shorter one is taken")
    func shorter() throws {
        #expect(try fit(named) { $0.seconds = 8 }.request.seconds == 6)
        #expect(try fit(sized) { $0.seconds = 6 }.request.seconds == 4)
    }

    @Test("A size stands for its name, and a name in pixels for its size")
    func sizesAndNames() throws {
        let byName = try fit(named) { $0.size = VideoSize("1366x768") }
        #expect(byName.changes.isEmpty && byName.request.resolution == "768P" && byName.request.size == nil)
        let bySize = try fit(sized) { $0.resolution = "720x1280" }
        #expect(
            bySize.changes.isEmpty && bySize.request.size == VideoSize("720x1280") && bySize.request.resolution == nil
        )
        #expect(try fit(named) { $0.size = VideoSize("1920x1080") }.request.resolution == "1080P")
        #expect(try fit(sized) { $0.size = VideoSize("700x1200") }.request.size == VideoSize("720x1280"))
    }

    @Test("The name of a resolution and a ratio together mean a size, and neither alone does")
    func namedSizes() throws {
        let fit = try self.fit(sized) {
            $0.resolution = "720p"
            $0.aspectRatio = "9:16"
        }
        #expect(fit.changes.isEmpty && fit.request.size == VideoSize("720x1280") && fit.request.resolution == nil)
        #expect(try self.fit(sized) { $0.resolution = "720p" }.changes.map(\.field) == ["size"])
        let other = try self.fit(sized) {
            $0.resolution = "720p"
            $0.aspectRatio = "1:1"
        }
        #expect(other.changes.map(\.field) == ["size"])
    }

    @Test("A mode without a choice leaves the fields out, and the changes say so")
    func leftOut() throws {
        let fit = try fit(named) {
            $0.firstFrame = picture
            $0.resolution = "768P"
            $0.seconds = 6
        }
        #expect(fit.changes.map(\.nearest) == [nil, nil] && fit.changes.allSatisfy(\.allowed.isEmpty))
        #expect(fit.request.resolution == nil && fit.request.seconds == nil)
        #expect(fit.changes.map(\.description) == ["resolution 768P → left out", "seconds 6 → left out"])
    }

    @Test("A model about which nothing is known accepts every value")
    func unknown() throws {
        let fit = try fit(ModelDescription(name: "new")) {
            $0.seconds = 99
            $0.resolution = "9K"
            $0.firstFrame = picture
        }
        #expect(fit.changes.isEmpty && fit.request.seconds == 99 && fit.request.resolution == "9K")
    }

    @Test("A mode that the model does not have is refused, with the models that have it")
    func otherMode() throws {
        var request = VideoRequest(prompt: "x")
        request.references = [picture]
        let error = #expect(throws: VideoError.self) { try named.fit(request, orElse: ["other-1"]) }
        #expect(error?.code == .invalidRequest && error?.purchase == VideoError.Purchase.none)
        #expect(error?.description.contains("other-1") == true)
        request.source = .edit(videoID: "v")
        #expect(try named.fit(request).request == request)
    }

    @Test("An empty prompt is refused where the mode needs one, and a prompt is counted in characters")
    func prompt() throws {
        #expect(throws: VideoError.self) { try fit(named) { $0.prompt = " \n" } }
        #expect(
            try fit(named) {
                $0.prompt = ""
                $0.firstFrame = picture
            }.changes.isEmpty
        )
        #expect(try fit(named) { $0.prompt = "ééééé" }.changes.isEmpty)
        #expect(throws: VideoError.self) { try fit(named) { $0.prompt = "éééééé" } }
    }
}
