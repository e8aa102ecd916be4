import VideoGenerationCore

/// The Veo models of Vertex AI, read on 2026-11-27.
///
/// Sources: Google's pages of the models (docs.cloud.google.com/gemini-enterprise-agent-platform/models/veo/3-1-generate
/// and veo/2-0-generate, cloud.google.com/vertex-ai/generative-ai/docs/models/veo/3-0-generate-001) for inputs, ratios and
/// lengths; the price map of litellm 1.110.2 for prices and for the days on which the models end. The end of Veo 3.1
/// on 2026-11-17 is stated there alone.
enum VertexModels {
    private static let readOn = "2026-11-27"

    static let all = [
        model("veo-3.1-lite-generate-001", ["720p": 5, "1080p": 8], [.text, .firstFrame, .lastFrame]),
        model(
            "veo-3.1-fast-generate-001",
            ["720p": 10, "1080p": 12, "4k": 30],
            [.text, .firstFrame, .lastFrame, .references, .video],
            retiresOn: "2026-11-17"
        ),
        model(
            "veo-3.1-generate-001",
            ["720p": 40, "1080p": 40, "4k": 60],
            [.text, .firstFrame, .lastFrame, .references, .video],
            retiresOn: "2026-11-17"
        ),
        model(
            "veo-3.0-fast-generate-001",
            ["720p": 10, "1080p": 12],
            [.text, .firstFrame],
            retiresOn: "2026-06-30"
        ),
        model("veo-3.0-generate-001", ["720p": 40, "1080p": 40], [.text, .firstFrame], retiresOn: "2026-06-30"),
        model(
            "veo-2.0-generate-001",
            ["720p": 50],
            [.text, .firstFrame, .lastFrame],
            seconds: [5, 6, 7, 8],
            retiresOn: "2026-06-30"
        ),
    ]

    /// - Parameter cents: The price of a second by resolution, in hundredths of a US dollar.
    private static func model(
        _ name: String,
        _ cents: KeyValuePairs<String, Int>,
        _ modes: [GenerationMode],
        seconds: [Int] = [4, 6, 8],
        retiresOn: String? = nil
    ) -> ModelDescription {
        ModelDescription(
            name: name,
            modes: modes.map { mode($0, cents.map { VideoFormat($0.key, seconds: seconds) }) },
            prices: cents.map { Price(Money(cents: $0.value), per: .second, resolution: $0.key, readOn: readOn) },
            retiresOn: retiresOn,
            readOn: readOn
        )
    }

    private static func mode(_ mode: GenerationMode, _ formats: [VideoFormat]) -> ModeDescription {
        // The new length of an extended video is not documented in a source that was read.
        if mode == .video { return ModeDescription(.video, aspectRatios: ["16:9", "9:16"]) }
        let pictures: PictureLimits? =
            switch mode {
            case .firstFrame: PictureLimits(minimum: 1, maximum: 1)
            case .lastFrame: PictureLimits(minimum: 2, maximum: 2)
            case .references: PictureLimits(minimum: 1, maximum: 3)
            case .text, .template, .video: nil
            }
        return ModeDescription(
            mode,
            formats: formats,
            defaultResolution: "720p",
            defaultSeconds: 8,
            aspectRatios: ["16:9", "9:16"],
            pictures: pictures
        )
    }
}
