import VideoGenerationCore

/// The Wan and HappyHorse models of Model Studio, read on 2026-11-27.
///
/// Sources: the price map of litellm 1.110.2, which quotes the pages of the models
/// (alibabacloud.com/help/en/model-studio/wan3-0-video and others), for names, resolutions and prices; Comfy's page of the
/// models (docs.comfy.org, `wan/wan2.7-i2v`) for the kinds and numbers of inputs and the longest prompt; a copy of
/// Model Studio's table of models for the lengths of Wan 2.7; the page docs.leonardo.ai/docs/happy-horse-11 for those of
/// HappyHorse 1.1. No retirement date was found.
enum DashScopeModels {
    /// The model that continues a video.
    static let modelOfExtension = "wan2.7-i2v"
    /// The model that edits a video.
    static let modelOfEdit = "wan2.7-videoedit"

    /// The models with the prices of Singapore.
    static let singapore = models(
        wan3: ["480P": 50_000, "720P": 100_000, "1080P": 200_000],
        prime: ["480P": 68_000, "720P": 140_000, "1080P": 280_000],
        wan27: ["720P": 100_000, "1080P": 150_000],
        happyHorse: ["480P": 70_000, "720P": 140_000, "1080P": 180_000]
    )

    /// The models with the prices of Beijing.
    static let china = models(
        wan3: ["480P": 41_256, "720P": 82_513, "1080P": 165_025],
        prime: ["480P": 63_600, "720P": 127_199, "1080P": 254_399],
        wan27: ["720P": 86_012, "1080P": 143_353],
        // 480P costs 0.0618845 dollars, rounded up to whole millionths.
        happyHorse: ["480P": 61_885, "720P": 123_769, "1080P": 165_026]
    )

    private static let readOn = "2026-11-27"
    private static let ratios = ["16:9", "9:16", "1:1", "4:3", "3:4"]
    /// The prices of a second by resolution, in millionths of a US dollar.
    private typealias PriceList = KeyValuePairs<String, Int>

    private static func models(wan3: PriceList, prime: PriceList, wan27: PriceList, happyHorse: PriceList)
        -> [ModelDescription]
    {
        [
            allInOne("wan3.0-video", wan3),
            allInOne("wan3.0-video-prime", prime),
            model("wan2.7-t2v", [mode(.text, wan27, 2...15, ratios)], wan27),
            // The ratio is that of the first frame or of the video.
            model(
                "wan2.7-i2v",
                [
                    mode(.firstFrame, wan27, 2...15, [], 1...1), mode(.lastFrame, wan27, 2...15, [], 2...2),
                    mode(.video, wan27, 2...15, []),
                ],
                wan27
            ),
            // The numbers of references are not documented in a source that was read.
            model("wan2.7-r2v", [ModeDescription(.references, media: files(5))], wan27),
            model("wan2.7-videoedit", [ModeDescription(.video)], [:]),
            model("happyhorse-1.1-t2v", [mode(.text, happyHorse, 3...15, nil)], happyHorse),
            model("happyhorse-1.1-i2v", [mode(.firstFrame, happyHorse, 3...15, nil, 1...1)], happyHorse),
            model("happyhorse-1.1-r2v", [mode(.references, happyHorse, 3...15, nil, 1...9)], happyHorse),
        ]
    }

    /// Returns a model of Wan 3.0, which makes videos from every kind of input. The package does not know how its edits
    /// and extensions are requested.
    private static func allInOne(_ name: String, _ prices: PriceList) -> ModelDescription {
        // Its ratios, such as `adaptive`, are not listed in a source that was read, so every ratio is sent.
        let ratios: [String]? = nil
        var references = mode(.references, prices, 2...30, ratios, 0...10)
        references.media = files(5)
        return model(
            name,
            [
                mode(.text, prices, 2...30, ratios), mode(.firstFrame, prices, 2...30, ratios, 1...1),
                mode(.lastFrame, prices, 2...30, ratios, 2...2), references,
            ],
            prices,
            promptLimit: 20_000
        )
    }

    /// At most five videos and five audio files are taken, each kind with at most 15 s together.
    private static func files(_ maximum: Int) -> [MediaLimits] {
        [
            MediaLimits(.video, maximum: maximum, maximumSeconds: 15),
            MediaLimits(.audio, maximum: maximum, maximumSeconds: 15, types: [.mp3, .wav]),
        ]
    }

    private static func mode(
        _ mode: GenerationMode,
        _ prices: PriceList,
        _ seconds: ClosedRange<Int>,
        _ ratios: [String]?,
        _ pictures: ClosedRange<Int>? = nil
    ) -> ModeDescription {
        ModeDescription(
            mode,
            formats: prices.map { VideoFormat($0.key, seconds: Array(seconds)) },
            defaultResolution: "1080P",
            defaultSeconds: 5,
            aspectRatios: ratios,
            needsPrompt: mode == .text,
            pictures: pictures.map { PictureLimits(minimum: $0.lowerBound, maximum: $0.upperBound) }
        )
    }

    private static func model(
        _ name: String,
        _ modes: [ModeDescription],
        _ prices: PriceList,
        promptLimit: Int? = nil
    ) -> ModelDescription {
        ModelDescription(
            name: name,
            modes: modes,
            promptLimit: promptLimit,
            prices: prices.map { resolution, price in
                let amount = Decimal(price) * Decimal(sign: .plus, exponent: -6, significand: 1)
                return Price(Money(amount, "USD"), per: .second, resolution: resolution, readOn: readOn)
            },
            outputLifetime: 86_400,
            readOn: readOn
        )
    }
}
