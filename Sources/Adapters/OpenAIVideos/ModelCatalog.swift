import VideoGenerationCore

/// The known models of the OpenAI style and of the veo relays.
enum ModelCatalog {
    private static let readOn = "2026-10-05"

    /// The relays' veo models. Their documentation gives no lengths. Only veo3 accepts an aspect ratio.
    static let veo = ModelName.veo.map { model in
        let ratios = model.rawValue.hasPrefix("veo3") ? ["16:9", "9:16"] : []
        var modes: [GenerationMode] = [.text]
        if model.maximumPictures != 0 { modes.append(.firstFrame) }
        if model == .veo2FastFrames { modes.append(.lastFrame) }
        if model == .veo2FastComponents { modes.append(.references) }
        return ModelDescription(
            name: model.rawValue,
            modes: modes.map { mode in
                ModeDescription(
                    mode,
                    aspectRatios: ratios,
                    pictures: mode == .text
                        ? nil : PictureLimits(minimum: 1, maximum: model.maximumPictures ?? 0)
                )
            },
            readOn: readOn
        )
    }

    /// The same models for `veo-unified`, whose create request has neither a length nor a size.
    static let veoUnified = veo.map { model in
        var model = model
        for index in model.modes.indices { model.modes[index].formats = [] }
        return model
    }

    /// OpenAI's own models, which relays and clones still sell under the old names. OpenAI shut down its own service on
    /// the date in `retiresOn`. Only clones offer 10 and 15 seconds.
    static let sora = [
        sora("sora-2", ["720x1280", "1280x720"]),
        sora("sora-2-pro", ["720x1280", "1280x720", "1024x1792", "1792x1024", "1080x1920", "1920x1080"]),
    ]

    private static func sora(_ name: String, _ sizes: [String]) -> ModelDescription {
        let formats = sizes.compactMap { VideoSize($0) }
            .map { VideoFormat(size: $0, seconds: [4, 8, 10, 12, 15, 16, 20]) }
        func mode(_ mode: GenerationMode, pictures: PictureLimits? = nil) -> ModeDescription {
            ModeDescription(
                mode,
                formats: formats,
                defaultResolution: "720x1280",
                defaultSeconds: 4,
                aspectRatios: [],
                pictures: pictures
            )
        }
        return ModelDescription(
            name: name,
            modes: [
                mode(.text),
                // The limit is 20,971,520 characters for a data URL, in which three bytes take four characters.
                mode(.firstFrame, pictures: PictureLimits(minimum: 1, maximum: 1, maximumBytes: 15_000_000)),
                mode(.video),
            ],
            promptLimit: 32_000,
            outputLifetime: 3_600,
            retiresOn: "2026-09-24",
            readOn: readOn
        )
    }
}
