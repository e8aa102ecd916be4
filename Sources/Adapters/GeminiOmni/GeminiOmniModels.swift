import VideoGenerationCore

/// The Omni models of the Gemini API.
///
/// The names, lengths, ratios and resolutions are those of the types of google-genai 3.6.1 and of the models' pages. The
/// preview makes 720p only, and takes at most ten pictures:
/// `docs.cloud.google.com/gemini-enterprise-agent-platform/models/gemini/omni-flash-preview`. The newer models may take
/// fewer. Google bills by tokens and states no price of a second, so none is listed. The time for which a video can be
/// downloaded is not documented either.
enum GeminiOmniModels {
    static let all = [
        model("gemini-omni-1.2-flash", ["360p", "720p", "1080p", "4k"], seconds: Array(3...15)),
        model("gemini-omni-1.1-flash", ["360p", "720p", "1080p", "4k"], seconds: Array(3...10)),
        model("gemini-omni-flash-preview", ["720p"], seconds: Array(3...10)),
    ]

    private static let maximumPictures = 10

    private static func model(_ name: String, _ resolutions: [String], seconds: [Int]) -> ModelDescription {
        func mode(_ mode: GenerationMode, _ pictures: ClosedRange<Int>? = nil) -> ModeDescription {
            ModeDescription(
                mode,
                formats: resolutions.map { VideoFormat($0, seconds: seconds) },
                defaultResolution: "720p",
                aspectRatios: ["16:9", "9:16"],
                pictures: pictures.map { PictureLimits(minimum: $0.lowerBound, maximum: $0.upperBound) }
            )
        }
        return ModelDescription(
            name: name,
            modes: [
                mode(.text), mode(.firstFrame, 1...1), mode(.lastFrame, 2...2),
                mode(.references, 1...maximumPictures), mode(.video),
            ],
            readOn: "2026-11-27"
        )
    }
}
