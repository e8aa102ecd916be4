import VideoGenerationCore

/// The Seedance models of both regions, read on 2026-11-27.
///
/// Sources: BytePlus's page on video generation (docs.byteplus.com/en/docs/ModelArk/2298881) for modes, pictures and the
/// lifetime; the packages byteplus-py 0.1.0 and litellm 1.110.2 for names, resolutions, lengths and prices.
///
/// The API bills tokens, not seconds: width × height × 24 × seconds / 1024. A price is the price of a second at 16:9
/// without a video among the references, which costs less per token.
enum SeedanceModels {
    /// The models of BytePlus ModelArk. Its list of prices is in US dollars (byteplus-py 0.1.0, `pricing.py`).
    static let bytePlus = [
        model(
            "dreamina-seedance-2-0-260128",
            ["480p", "720p", "1080p"],
            seconds: 4...15,
            references: 9,
            prices(["480p": 700, "720p": 700, "1080p": 770], in: "USD")
        ),
        model(
            "dreamina-seedance-2-0-fast-260128",
            ["480p", "720p"],
            seconds: 4...15,
            references: 9,
            prices(["480p": 560, "720p": 560], in: "USD")
        ),
        // Its price depends on whether the video has sound.
        model("seedance-1-5-pro-251215", ["480p", "720p", "1080p"], seconds: 4...12),
    ]

    /// The models of Volcengine Ark. Its list of prices is in yuan (litellm 1.110.2, from volcengine.com/docs/82379/1544106).
    static let volcengine = [
        model(
            "doubao-seedance-2-0-260128",
            ["480p", "720p", "1080p", "4k"],
            seconds: 4...15,
            references: 9,
            prices(["480p": 4_600, "720p": 4_600, "1080p": 5_100, "4k": 2_600], in: "CNY")
        ),
        model(
            "doubao-seedance-2-5-260628",
            ["480p", "720p", "1080p"],
            seconds: 4...30,
            references: 30,
            files: (10, 30),
            // The size of 480p differs from that of 2.0, and its price is left out.
            prices(["720p": 7_000, "1080p": 7_700], in: "CNY")
        ),
        model(
            "doubao-seedance-2-0-fast-260128",
            ["480p", "720p"],
            seconds: 4...15,
            references: 9,
            prices(["480p": 3_700, "720p": 3_700], in: "CNY")
        ),
        // Its limits of videos and audio are not documented.
        model(
            "doubao-seedance-2-0-mini-260615",
            ["480p", "720p"],
            seconds: 4...15,
            references: 9,
            files: nil,
            prices(["480p": 2_300, "720p": 2_300], in: "CNY")
        ),
        model("doubao-seedance-1-5-pro-251215", ["480p", "720p", "1080p"], seconds: 4...12),
    ]

    private static let readOn = "2026-11-27"
    private static let ratios = ["16:9", "4:3", "1:1", "3:4", "9:16", "21:9", "adaptive"]

    /// The tokens of a second at 16:9: 864×496, 1280×720, 1920×1080 and 3840×2160 pixels, 24 frames, divided by 1024.
    private static let tokensPerSecond = ["480p": 10_044, "720p": 21_600, "1080p": 48_600, "4k": 194_400]

    /// Returns the prices of a second.
    /// - Parameter hundredths: The price of a million tokens, in hundredths of the currency.
    private static func prices(_ hundredths: KeyValuePairs<String, Int>, in currency: String) -> [Price] {
        hundredths.compactMap { resolution, price in
            guard let tokens = tokensPerSecond[resolution] else { return nil }
            let amount = Decimal(tokens * price) * Decimal(sign: .plus, exponent: -8, significand: 1)
            return Price(Money(amount, currency), per: .second, resolution: resolution, readOn: readOn)
        }
    }

    /// Pictures have less than 30 MB, sides of more than 300 and less than 6000 pixels, and ratios from 0.4 to 2.5.
    private static func pictures(_ minimum: Int, atMost maximum: Int) -> PictureLimits {
        PictureLimits(
            minimum: minimum,
            maximum: maximum,
            maximumBytes: 30_000_000 - 1,
            minimumSide: 301,
            maximumSide: 5_999,
            maximumRatio: 2.5
        )
    }

    /// Videos are MP4 or QuickTime files of at most 50 MB, and audio is WAV or MP3 of at most 15 MB.
    private static func media(_ files: (maximum: Int, seconds: Int)) -> [MediaLimits] {
        [
            MediaLimits(
                .video,
                maximum: files.maximum,
                maximumBytes: 50_000_000,
                maximumSeconds: files.seconds,
                types: [.mp4, .quickTime]
            ),
            MediaLimits(
                .audio,
                maximum: files.maximum,
                maximumBytes: 15_000_000,
                maximumSeconds: files.seconds,
                types: [.wav, .mp3]
            ),
        ]
    }

    /// - Parameters:
    ///   - references: The largest number of reference pictures; nil if the model takes no references.
    ///   - files: The largest number of videos and of audio files among the references, and their length in seconds; nil
    ///     if the model takes none, or if nothing is known about them.
    private static func model(
        _ name: String,
        _ resolutions: [String],
        seconds: ClosedRange<Int>,
        references: Int? = nil,
        files: (maximum: Int, seconds: Int)? = (3, 15),
        _ prices: [Price] = []
    ) -> ModelDescription {
        func mode(_ mode: GenerationMode, _ pictures: PictureLimits? = nil, _ media: [MediaLimits] = [])
            -> ModeDescription
        {
            ModeDescription(
                mode,
                formats: resolutions.map { VideoFormat($0, seconds: Array(seconds)) },
                defaultResolution: "720p",
                defaultSeconds: 5,
                aspectRatios: ratios,
                needsPrompt: mode == .text,
                pictures: pictures,
                media: media
            )
        }
        var modes = [
            mode(.text), mode(.firstFrame, pictures(1, atMost: 1)), mode(.lastFrame, pictures(2, atMost: 2)),
        ]
        // A video or audio may be the only reference, so no picture is needed.
        if let references {
            modes.append(mode(.references, pictures(0, atMost: references), files.map(media) ?? []))
        }
        return ModelDescription(
            name: name,
            modes: modes,
            framesPerSecond: 24,
            prices: prices,
            outputLifetime: 86_400,
            readOn: readOn
        )
    }
}
