import VideoGenerationCore

/// The H3 models, as MiniMax's documentation describes them.
enum MiniMaxV2Models {
    static let all = [h3, h3Max]

    static let h3 = model(
        "MiniMax-H3",
        ["768P", "2K"],
        seconds: Array(4...15),
        [
            Price(Money(cents: 8), per: .second, resolution: "768P", readOn: readOn),
            Price(Money(cents: 13), per: .second, resolution: "2K", readOn: readOn),
            Price(Money(cents: 4), per: .picture, beyond: 5, readOn: readOn),
        ]
    )

    static let h3Max = model(
        "MiniMax-H3-Max",
        ["480P", "768P"],
        seconds: Array(5...15),
        [
            Price(Money(cents: 5), per: .second, resolution: "480P", readOn: readOn),
            Price(Money(cents: 8), per: .second, resolution: "768P", readOn: readOn),
            Price(Money(mills: 74), per: .picture, beyond: 2, readOn: readOn),
        ]
    )

    private static let readOn = "2026-10-05"
    private static let maximumBytes = 30_000_000
    /// The limits of pictures: at most 30 MB, sides of 256 to 5760 pixels, ratios from 0.4 to 2.5.
    private static func limits(atMost maximum: Int) -> PictureLimits {
        PictureLimits(
            minimum: 1,
            maximum: maximum,
            maximumBytes: maximumBytes,
            minimumSide: 256,
            maximumSide: 5_760,
            maximumRatio: 2.5
        )
    }
    private static let ratios = ["21:9", "16:9", "4:3", "1:1", "3:4", "9:16"]

    private static func model(
        _ name: String,
        _ resolutions: [String],
        seconds: [Int],
        _ prices: [Price]
    ) -> ModelDescription {
        func mode(_ mode: GenerationMode, pictures: PictureLimits? = nil) -> ModeDescription {
            ModeDescription(
                mode,
                formats: resolutions.map { VideoFormat($0, seconds: seconds) },
                defaultResolution: "768P",
                defaultSeconds: 5,
                // With a picture, the API always uses `adaptive` and silently ignores other values.
                aspectRatios: mode == .text ? ratios : ["adaptive"],
                defaultAspectRatio: mode == .text ? "16:9" : nil,
                pictures: pictures
            )
        }
        return ModelDescription(
            name: name,
            modes: [
                mode(.text),
                mode(.firstFrame, pictures: limits(atMost: 1)),
                mode(.lastFrame, pictures: limits(atMost: 2)),
                mode(.references, pictures: limits(atMost: 9)),
            ],
            promptLimit: 7_000,
            prices: prices,
            outputLifetime: 3_600,
            readOn: readOn
        )
    }
}
