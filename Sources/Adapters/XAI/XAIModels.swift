import VideoGenerationCore

/// The Grok Imagine models.
///
/// The lengths, ratios and resolutions are those of xAI's pages about video generation
/// (`docs.x.ai/developers/model-capabilities/video`), which describe `grok-imagine-video`, and of the schema that
/// Cloudflare publishes for that model. The prices are those of the price map of litellm 1.110.2, which names xAI's
/// price list as its source. Resellers document the default of 480p and 8 s, at most seven references, and no 1080p
/// with references. The pages name no day on which xAI retires a model.
enum XAIModels {
    static let readOn = "2026-11-28"
    static let all = [
        model("grok-imagine-video-1.5", ["480p": 80, "720p": 140, "1080p": 250], picture: 10),
        model("grok-imagine-video-1.5-lite", ["480p": 20, "720p": 30, "1080p": 140], picture: 10),
        model("grok-imagine-video", ["480p": 50, "720p": 70], picture: 2, takesVideos: true),
    ]

    private static let ratios = ["1:1", "16:9", "9:16", "4:3", "3:4", "3:2", "2:3"]
    private static let maximumReferences = 7
    /// A link to the video expires after a day.
    private static let outputLifetime = 86_400

    /// - Parameters:
    ///   - mills: The price of a second at each resolution, in thousandths of a dollar.
    ///   - picture: The price of an input picture, in thousandths of a dollar.
    private static func model(
        _ name: String,
        _ mills: KeyValuePairs<String, Int>,
        picture: Int,
        takesVideos: Bool = false
    ) -> ModelDescription {
        let resolutions = mills.map(\.key)
        func mode(_ mode: GenerationMode, upTo seconds: Int = 15, pictures: Int? = nil, _ resolutions: [String])
            -> ModeDescription
        {
            ModeDescription(
                mode,
                formats: resolutions.map { VideoFormat($0, seconds: Array(1...seconds)) },
                defaultResolution: "480p",
                defaultSeconds: 8,
                aspectRatios: ratios,
                pictures: pictures.map { PictureLimits(minimum: 1, maximum: $0) }
            )
        }
        var modes = [
            mode(.text, resolutions), mode(.firstFrame, pictures: 1, resolutions),
            mode(.references, upTo: 10, pictures: maximumReferences, resolutions.filter { $0 != "1080p" }),
        ]
        // An edit has no length of its own, and the price of an extension depends on the resolution of its video.
        if takesVideos { modes.append(ModeDescription(.video, aspectRatios: [])) }
        let seconds = mills.map { resolution, mills in
            Price(Money(mills: mills), per: .second, resolution: resolution, readOn: readOn)
        }
        return ModelDescription(
            name: name,
            modes: modes,
            prices: seconds + [Price(Money(mills: picture), per: .picture, readOn: readOn)],
            outputLifetime: outputLifetime,
            readOn: readOn
        )
    }
}
