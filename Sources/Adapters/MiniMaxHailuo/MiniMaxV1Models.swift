import VideoGenerationCore

/// The Hailuo models, as MiniMax's documentation describes them.
///
/// The pages contradict each other; this follows the table of resolutions. The 01 series generates 720P and 6 s and
/// rejects `resolution` and `duration`, and S2V-01 accepts neither.
enum MiniMaxV1Models {
    static let all: [ModelDescription] = [
        hailuo("MiniMax-Hailuo-2.3", [.text, .firstFrame], formats(["768P", "1080P"]), prices23),
        hailuo("MiniMax-Hailuo-2.3-Fast", [.firstFrame], formats(["768P", "1080P"]), prices23Fast),
        hailuo(
            "MiniMax-Hailuo-02",
            [.text, .firstFrame, .lastFrame],
            formats(["768P", "1080P"]),
            prices02
        ),
        series01("T2V-01-Director", .text, hasCamera: true),
        series01("T2V-01", .text),
        series01("I2V-01-Director", .firstFrame, hasCamera: true),
        series01("I2V-01-live", .firstFrame),
        series01("I2V-01", .firstFrame),
        ModelDescription(
            name: "S2V-01",
            modes: [
                ModeDescription(
                    .references,
                    formats: [],
                    aspectRatios: [],
                    needsPrompt: false,
                    pictures: pictures(atMost: 1)
                )
            ],
            promptLimit: 2_000,
            outputLifetime: 3_600,
            readOn: readOn
        ),
    ]

    /// Returns whether a model has a fixed format and rejects `duration` and `resolution`.
    static func hasFixedFormat(_ model: String?) -> Bool {
        guard let model else { return false }
        return model.contains("2V-01")
    }

    static let cameraCommands = [
        "Truck left", "Truck right", "Pan left", "Pan right", "Push in", "Pull out", "Pedestal up",
        "Pedestal down", "Tilt up", "Tilt down", "Zoom in", "Zoom out", "Shake", "Tracking shot", "Static shot",
    ]

    private static let readOn = "2026-10-05"
    /// The documentation says "less than 20 MB".
    private static let maximumBytes = 20_000_000 - 1

    /// The limits of pictures: JPEG, PNG or WebP, a short side of more than 300 pixels, ratios from 2:5 to 5:2.
    private static func pictures(atMost maximum: Int) -> PictureLimits {
        PictureLimits(
            minimum: 1,
            maximum: maximum,
            maximumBytes: maximumBytes,
            minimumSide: 301,
            maximumRatio: 2.5
        )
    }

    private static func formats(_ names: [String]) -> [VideoFormat] {
        let sizes = ["720P": VideoSize("1280x720"), "768P": VideoSize("1366x768"), "1080P": VideoSize("1920x1080")]
        return names.map { name in
            VideoFormat(name, size: sizes[name] ?? nil, seconds: ["1080P", "720P"].contains(name) ? [6] : [6, 10])
        }
    }

    /// With a first frame, the picture determines the aspect ratio, so a resolution's name does not imply a size.
    /// Hailuo-02 generates 512P only with a first frame.
    private static func mode(_ mode: GenerationMode, _ name: String, _ formats: [VideoFormat]) -> ModeDescription {
        var formats = formats
        if mode != .text { for index in formats.indices { formats[index].size = nil } }
        if mode == .firstFrame, name == "MiniMax-Hailuo-02" {
            formats.insert(VideoFormat("512P", seconds: [6, 10]), at: 0)
        }
        return ModeDescription(
            mode,
            formats: formats,
            defaultResolution: formats.contains { $0.resolution == "768P" } ? "768P" : formats.first?.resolution,
            defaultSeconds: 6,
            aspectRatios: [],
            needsPrompt: mode == .text,
            pictures: mode == .text
                ? nil : pictures(atMost: mode == .lastFrame ? 2 : 1)
        )
    }

    private static func hailuo(
        _ name: String,
        _ modes: [GenerationMode],
        _ formats: [VideoFormat],
        _ prices: [Price]
    ) -> ModelDescription {
        ModelDescription(
            name: name,
            modes: modes.map { mode($0, name, formats) },
            promptLimit: 2_000,
            cameraCommands: cameraCommands,
            framesPerSecond: 24,
            prices: prices,
            outputLifetime: 3_600,
            readOn: readOn
        )
    }

    private static func series01(_ name: String, _ kind: GenerationMode, hasCamera: Bool = false) -> ModelDescription {
        ModelDescription(
            name: name,
            modes: [mode(kind, name, formats(["720P"]))],
            promptLimit: 2_000,
            cameraCommands: hasCamera ? cameraCommands : [],
            outputLifetime: 3_600,
            readOn: readOn
        )
    }

    // MARK: - Prices from the pay-as-you-go page

    private static func price(_ resolution: String, _ seconds: Int, _ cents: Int) -> Price {
        Price(Money(cents: cents), per: .video, resolution: resolution, seconds: seconds, readOn: readOn)
    }

    private static let prices23 = [price("768P", 6, 28), price("768P", 10, 56), price("1080P", 6, 49)]
    private static let prices23Fast = [price("768P", 6, 19), price("768P", 10, 32), price("1080P", 6, 33)]
    private static let prices02 = [price("512P", 6, 10), price("512P", 10, 15)] + prices23
}
