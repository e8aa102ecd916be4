import VideoGenerationCore

/// Kling's models, read on 2026-11-27.
///
/// Sources: Kling's pages "Capability Map", "Text to Video", "Image to Video" and "Multi-Image to Video" for the models up
/// to 2.6; the page of Kling 3.0 at docs.modellix.ai (kling-v3-t2v) and its capabilities at useapi.net for `kling-v3`.
/// Kling bills units of resource packs, so no price in money is listed.
enum KlingModels {
    static let all = [
        model("kling-v3", all: ["720p", "1080p", "4k"], seconds: Array(3...15)),
        // Both frames need the mode `pro`.
        model("kling-v2-6", all: ["720p", "1080p"], lastFrame: ["1080p"], seconds: [5, 10]),
        model("kling-v2-5-turbo", all: ["720p", "1080p"], lastFrame: ["1080p"], seconds: [5, 10]),
        // The only model of `multi-image2video`.
        model("kling-v1-6", all: ["720p", "1080p"], lastFrame: ["1080p"], seconds: [5, 10], references: 4),
    ]

    private static let readOn = "2026-11-27"
    private static let ratios = ["16:9", "9:16", "1:1"]

    /// Pictures are JPEG or PNG files of at most 10 MB, with sides of at least 300 pixels and ratios from 1:2.5 to 2.5:1.
    private static func pictures(_ minimum: Int, atMost maximum: Int) -> PictureLimits {
        PictureLimits(
            minimum: minimum,
            maximum: maximum,
            maximumBytes: 10_000_000,
            minimumSide: 300,
            maximumRatio: 2.5,
            types: [.jpeg, .png]
        )
    }

    /// - Parameter references: The largest number of reference pictures; nil if the model takes no references.
    private static func model(
        _ name: String,
        all resolutions: [String],
        lastFrame: [String]? = nil,
        seconds: [Int],
        references: Int? = nil
    ) -> ModelDescription {
        func mode(
            _ mode: GenerationMode,
            _ resolutions: [String],
            ratios: [String] = [],
            pictures: PictureLimits? = nil
        ) -> ModeDescription {
            ModeDescription(
                mode,
                formats: resolutions.map { VideoFormat($0, seconds: seconds) },
                defaultResolution: resolutions.first,
                defaultSeconds: 5,
                aspectRatios: ratios,
                // Frames determine the aspect ratio.
                needsPrompt: !ratios.isEmpty,
                pictures: pictures
            )
        }
        var modes = [
            mode(.text, resolutions, ratios: ratios),
            mode(.firstFrame, resolutions, pictures: pictures(1, atMost: 1)),
            mode(.lastFrame, lastFrame ?? resolutions, pictures: pictures(2, atMost: 2)),
        ]
        if let references {
            modes.append(mode(.references, resolutions, ratios: ratios, pictures: pictures(1, atMost: references)))
        }
        return ModelDescription(
            name: name,
            modes: modes,
            promptLimit: 2_500,
            // The files are removed after 30 days. A poll returns a new link.
            outputLifetime: 30 * 86_400,
            readOn: readOn
        )
    }
}
