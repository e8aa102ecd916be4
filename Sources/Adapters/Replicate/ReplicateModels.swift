import VideoGenerationCore

/// A model at Replicate, with the names of its input fields.
struct ReplicateModel: Sendable {
    let description: ModelDescription
    let fields: ReplicateFields
}

/// Some models at Replicate, as the input schemas on their pages describe them:
/// `replicate.com/OWNER/NAME/versions/VERSION/api`.
///
/// A list of values that the page does not state is left out, and is then not checked. The pages state neither a price
/// nor a day on which a model is retired.
enum ReplicateModels {
    static let all: [ReplicateModel] = [
        ReplicateModel(
            description: model(
                "bytedance/seedance-1-lite",
                [.text, .firstFrame, .lastFrame, .references],
                defaults: ("720p", 5),
                references: 4
            ),
            fields: ReplicateFields(
                duration: "duration",
                aspectRatio: "aspect_ratio",
                resolution: "resolution",
                firstFrame: "image",
                lastFrame: "last_frame_image",
                references: "reference_images"
            )
        ),
        ReplicateModel(
            description: model("lightricks/ltx-2-fast", [.text, .firstFrame], defaults: ("1080p", 6)),
            fields: ReplicateFields(
                duration: "duration",
                aspectRatio: "aspect_ratio",
                resolution: "resolution",
                firstFrame: "image"
            )
        ),
        ReplicateModel(
            description: model(
                "minimax/h3-lite",
                [.text, .firstFrame, .lastFrame, .references],
                defaults: ("768P", 5),
                references: 9
            ),
            fields: ReplicateFields(
                duration: "duration",
                aspectRatio: "ratio",
                resolution: "resolution",
                firstFrame: "first_frame_image",
                lastFrame: "last_frame_image",
                references: "reference_image_urls"
            )
        ),
        ReplicateModel(
            description: model("minimax/hailuo-02-fast", [.firstFrame], defaults: (nil, 6)),
            fields: ReplicateFields(duration: "duration", firstFrame: "first_frame_image")
        ),
    ]

    private static let readOn = "2026-11-28"
    /// Replicate removes the input and the output of a prediction an hour after it was made through the API:
    /// `replicate.com/docs/topics/predictions/data-retention`.
    private static let outputLifetime = 3_600

    private static func model(
        _ name: String,
        _ modes: [GenerationMode],
        defaults: (resolution: String?, seconds: Int),
        references: Int = 0
    ) -> ModelDescription {
        ModelDescription(
            name: name,
            modes: modes.map { mode in
                ModeDescription(
                    mode,
                    defaultResolution: defaults.resolution,
                    defaultSeconds: defaults.seconds,
                    pictures: pictures(mode, references)
                )
            },
            outputLifetime: outputLifetime,
            readOn: readOn
        )
    }

    private static func pictures(_ mode: GenerationMode, _ references: Int) -> PictureLimits? {
        switch mode {
        case .firstFrame: PictureLimits(minimum: 1, maximum: 1)
        case .lastFrame: PictureLimits(minimum: 2, maximum: 2)
        case .references: PictureLimits(minimum: 1, maximum: references)
        case .text, .template, .video: nil
        }
    }
}
