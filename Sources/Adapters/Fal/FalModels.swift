import VideoGenerationCore

/// A model that fal sells, with the names of its fields.
struct FalModel: Sendable {
    let description: ModelDescription
    let fields: FalFields
}

/// Some models of fal, as their pages describe them: `https://fal.ai/models/PATH/llms.txt`.
///
/// The prices are those with sound, which is the default of `generate_audio`. The life of a link is not listed, because
/// the account sets it. The pages name no day on which fal retires a model.
enum FalModels {
    static let all: [FalModel] = [
        veo("fal-ai/veo3.1", .text, fields, veoPrices),
        veo("fal-ai/veo3.1/image-to-video", .firstFrame, firstFrame, veoPrices),
        veo("fal-ai/veo3.1/first-last-frame-to-video", .lastFrame, bothFrames, veoPrices),
        // The page names 8 s alone.
        veo("fal-ai/veo3.1/reference-to-video", .references, references, veoPrices, seconds: [8]),
        veo("fal-ai/veo3.1/fast/image-to-video", .firstFrame, firstFrame, fastPrices),
        veo("fal-ai/veo3.1/fast/first-last-frame-to-video", .lastFrame, bothFrames, fastPrices),
        veo("fal-ai/veo3.1/lite", .text, fields, litePrices),
        veo("fal-ai/veo3.1/lite/image-to-video", .firstFrame, firstFrame, litePrices),
        seedance("bytedance/seedance-2.0/text-to-video", [.text], 3_024, ["480p", "720p", "1080p"]),
        seedance("bytedance/seedance-2.0/image-to-video", frames, 3_024, ["480p", "720p", "1080p"]),
        seedance(
            "bytedance/seedance-2.0/reference-to-video",
            [.references],
            3_024,
            ["480p", "720p", "1080p"],
            seconds: [4, 6, 8, 10, 15]
        ),
        seedance("bytedance/seedance-2.0/fast/text-to-video", [.text], 2_419, ["480p", "720p"]),
        seedance("bytedance/seedance-2.0/fast/image-to-video", frames, 2_419, ["480p", "720p"]),
    ]

    private static let readOn = "2026-11-27"
    private static let fields = FalFields(duration: .withUnit)
    private static let firstFrame = FalFields(duration: .withUnit, firstFrame: "image_url")
    private static let bothFrames = FalFields(
        duration: .withUnit,
        firstFrame: "first_frame_url",
        lastFrame: "last_frame_url"
    )
    private static let references = FalFields(duration: .withUnit, references: "image_urls")
    private static let frames: [GenerationMode] = [.firstFrame, .lastFrame]

    private static let veoPrices = [price(40, "720p"), price(40, "1080p"), price(60, "4k")]
    private static let fastPrices = [price(15, "720p"), price(15, "1080p"), price(35, "4k")]
    private static let litePrices = [price(5, "720p"), price(8, "1080p")]

    private static func price(_ cents: Int, _ resolution: String) -> Price {
        Price(Money(cents: cents), per: .second, resolution: resolution, readOn: readOn)
    }

    /// The number of pictures of each mode; nil for text. The pages of Veo state no largest file.
    private static func pictures(_ mode: GenerationMode, maximum: Int, maximumBytes: Int? = nil) -> PictureLimits? {
        switch mode {
        case .firstFrame: PictureLimits(minimum: 1, maximum: 1, maximumBytes: maximumBytes)
        case .lastFrame: PictureLimits(minimum: 2, maximum: 2, maximumBytes: maximumBytes)
        case .references: PictureLimits(minimum: 1, maximum: maximum, maximumBytes: maximumBytes)
        case .text, .template, .video: nil
        }
    }

    private static func veo(
        _ path: String,
        _ mode: GenerationMode,
        _ fields: FalFields,
        _ prices: [Price],
        seconds: [Int] = [4, 6, 8]
    ) -> FalModel {
        let description = ModeDescription(
            mode,
            formats: prices.map { VideoFormat($0.resolution, seconds: seconds) },
            defaultResolution: "720p",
            defaultSeconds: 8,
            aspectRatios: (mode == .text || mode == .references ? [] : ["auto"]) + ["16:9", "9:16"],
            pictures: pictures(mode, maximum: 3)
        )
        return FalModel(
            description: ModelDescription(name: path, modes: [description], prices: prices, readOn: readOn),
            fields: fields
        )
    }

    /// The length is `auto` if the request names none, so the price of such a request is not known. The pages state the
    /// price of a second at 720p only.
    private static func seedance(
        _ path: String,
        _ modes: [GenerationMode],
        _ tenthsOfMills: Int,
        _ resolutions: [String],
        seconds: [Int] = Array(4...15)
    ) -> FalModel {
        let isFromFrames = modes == frames
        let money = Money(Decimal(sign: .plus, exponent: -4, significand: Decimal(tenthsOfMills)))
        return FalModel(
            description: ModelDescription(
                name: path,
                modes: modes.map { mode in
                    ModeDescription(
                        mode,
                        formats: resolutions.map { VideoFormat($0, seconds: seconds) },
                        defaultResolution: "720p",
                        aspectRatios: ["auto", "21:9", "16:9", "4:3", "1:1", "3:4", "9:16"],
                        pictures: pictures(mode, maximum: 9, maximumBytes: 30_000_000)
                    )
                },
                prices: [Price(money, per: .second, resolution: "720p", readOn: readOn)],
                readOn: readOn
            ),
            fields: FalFields(
                duration: .plain,
                firstFrame: isFromFrames ? "image_url" : nil,
                lastFrame: isFromFrames ? "end_image_url" : nil,
                references: modes == [.references] ? "image_urls" : nil
            )
        )
    }
}
