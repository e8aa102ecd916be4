import VideoGenerationCore

/// One model behind Runway's API: the inputs that it takes at each path, and the fields that it has.
struct RunwayModel: Sendable {
    /// The pictures, videos and audio that may guide a video from text.
    struct References: Sendable {
        /// The largest number of pictures; nil if it is not known.
        var pictures: Int?
        var takesVideos = false
        var takesAudio = false

        /// The limits of videos and audio. Runway's types give no numbers, so the API has the last word.
        var media: [MediaLimits] {
            let kinds: [MediaInput.Kind] = (takesVideos ? [.video] : []) + (takesAudio ? [.audio] : [])
            return kinds.map { MediaLimits($0, maximum: 16) }
        }
    }

    /// The input of `/v1/image_to_video`.
    struct Image: Sendable {
        var shape: RunwayShape
        var takesLastFrame = false
        var needsPrompt = false
    }

    /// The input of `/v1/video_to_video`.
    struct Video: Sendable {
        /// The field of the video: `videoUri` or `promptVideo`.
        var field: String
        var shape: RunwayShape = .none
        /// Whether `mode` says how the video is used: `reference`, `edit` or `extend`.
        var hasModes = false
        var takesSeconds = false
        /// Whether an edit requires `"duration": "auto"`.
        var editsNeedAutomaticLength = false
        var takesReferences = true
    }

    var name: String
    /// The longest prompt in UTF-16 code units; nil if it is not known.
    var promptLimit: Int?
    /// The accepted lengths; nil if they are not known.
    var seconds: [Int]?
    /// The length that is sent if a request names none, because the API requires one.
    var requiredSeconds: Int?
    /// US dollars for a second, in cents; nil if the price is not known.
    var cents: Int?
    /// The shapes of `/v1/text_to_video`; nil if the model needs a picture or a video.
    var text: RunwayShape?
    var references: References?
    var image: Image?
    var video: Video?

    /// The model as this package's values describe it.
    var description: ModelDescription {
        var modes: [ModeDescription] = []
        func add(
            _ mode: GenerationMode,
            _ shape: RunwayShape,
            prompt: Bool = true,
            _ pictures: PictureLimits? = nil,
            media: [MediaLimits] = []
        ) {
            modes.append(
                ModeDescription(
                    mode,
                    formats: shape.formats(seconds),
                    defaultResolution: shape.defaultSize,
                    defaultSeconds: requiredSeconds,
                    aspectRatios: shape.ratioNames,
                    needsPrompt: prompt,
                    pictures: pictures,
                    media: media
                )
            )
        }
        if let text {
            add(.text, text)
            if let references {
                add(
                    .references,
                    text,
                    references.pictures.map { PictureLimits(maximum: $0) },
                    media: references.media
                )
            }
        }
        if let image {
            add(.firstFrame, image.shape, prompt: image.needsPrompt, PictureLimits(minimum: 1, maximum: 1))
            if image.takesLastFrame {
                add(.lastFrame, image.shape, prompt: image.needsPrompt, PictureLimits(minimum: 2, maximum: 2))
            }
        }
        // The lengths depend on the video.
        if let video { modes.append(ModeDescription(.video, aspectRatios: video.shape.ratioNames, needsPrompt: false)) }
        return ModelDescription(
            name: name,
            modes: modes,
            promptLimit: promptLimit,
            prices: cents.map { [Price(Money(cents: $0), per: .second, readOn: RunwayModels.readOn)] } ?? [],
            // Links expire within 24 to 48 hours, and a further poll returns fresh ones.
            outputLifetime: 86_400,
            readOn: RunwayModels.readOn
        )
    }
}

extension RunwayShape {
    /// The size that is sent if a request names none, because the API requires one.
    fileprivate var defaultSize: String? {
        isRequired ? ratios.first.flatMap(Self.size)?.description : nil
    }
}
