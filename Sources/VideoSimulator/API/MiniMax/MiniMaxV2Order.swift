import VideoGeneration

/// Requests of MiniMax's second API for MiniMax-H3 and H3-Max, according to its documentation of 2026-10.
enum MiniMaxV2Order {
    struct Model {
        var resolutions: [String]
        var seconds: ClosedRange<Int>
    }

    static let models = [
        "MiniMax-H3": Model(resolutions: ["768P", "2K"], seconds: 4...15),
        "MiniMax-H3-Max": Model(resolutions: ["480P", "768P"], seconds: 5...15),
    ]
    private static let shortSides = ["480P": 480, "768P": 768, "2K": 1440]
    private static let ratios: [String: (Int, Int)] = [
        "21:9": (21, 9), "16:9": (16, 9), "4:3": (4, 3), "1:1": (1, 1), "3:4": (3, 4), "9:16": (9, 16),
    ]

    /// Parses a request and refuses values that the model does not accept.
    static func read(_ body: JSONValue) throws(Refusal) -> Order {
        let name = body["model"]?.text ?? ""
        guard let model = models[name] else {
            throw Refusal(.modelUnavailable, "model \(name) does not exist", parameter: "model")
        }
        let content = body["content"]?.array ?? []
        let texts = content.filter { $0["type"]?.text == "text" }.compactMap { $0["text"]?.text }
        guard !texts.isEmpty else { throw Refusal(.invalidRequest, "content needs a text") }
        guard texts.allSatisfy({ $0.count <= 7000 }) else {
            throw Refusal(.invalidRequest, "a text is longer than 7000 characters")
        }
        let media = content.filter { $0["type"]?.text != "text" }
        try check(media)
        guard let resolution = body["resolution"]?.text, model.resolutions.contains(resolution),
            let side = shortSides[resolution]
        else {
            throw Refusal(
                .invalidRequest,
                "resolution must be one of \(model.resolutions.joined(separator: ", "))"
            )
        }
        guard case .number? = body["duration"], let seconds = body["duration"]?.int,
            model.seconds.contains(seconds)
        else {
            throw Refusal(
                .invalidRequest,
                "duration must be an integer from \(model.seconds.lowerBound) to \(model.seconds.upperBound)"
            )
        }
        let ratio = try ratio(body["ratio"]?.text, isTextOnly: media.isEmpty)
        guard let size = size(ratio, side) else { throw Refusal(.internalError) }
        return Order(
            api: .miniMaxV2,
            model: name,
            prompt: texts.joined(separator: "\n"),
            size: size,
            seconds: seconds,
            resolution: resolution,
            ratio: ratio
        )
    }

    /// Returns the ratio. It is `adaptive` if the request has pictures, and required otherwise.
    private static func ratio(_ ratio: String?, isTextOnly: Bool) throws(Refusal) -> String {
        guard isTextOnly else { return "adaptive" }
        guard let ratio, ratios[ratio] != nil else {
            throw Refusal(.invalidRequest, "ratio must be one of 21:9, 16:9, 4:3, 1:1, 3:4, 9:16")
        }
        return ratio
    }

    private static func check(_ media: [JSONValue]) throws(Refusal) {
        var roles: [String] = []
        for item in media {
            let type = item["type"]?.text ?? ""
            guard ["image_url", "video_url", "audio_url"].contains(type), let link = item[type]?["url"]?.text,
                ["https://", "http://", "mm_file://", "data:"].contains(where: link.hasPrefix)
            else { throw Refusal(.invalidRequest, "content item of type \(type)") }
            guard type != "image_url" || !link.hasPrefix("data:") || SentPicture.isAddress(link) else {
                throw Refusal(.invalidRequest, "image_url is not a data URL of a picture")
            }
            roles.append(item["role"]?.text ?? "first_frame")
        }
        let frames = roles.filter { $0 == "first_frame" || $0 == "last_frame" }
        guard frames.isEmpty || frames.count == roles.count, Set(frames).count == frames.count else {
            throw Refusal(.invalidRequest, "frames and references cannot be mixed")
        }
        let known: Set = [
            "first_frame", "last_frame", "reference_image", "reference_video", "reference_audio",
        ]
        guard roles.allSatisfy(known.contains) else { throw Refusal(.invalidRequest, "unknown role") }
    }

    /// Returns the size in pixels. The longer side is rounded to an even number.
    private static func size(_ ratio: String, _ side: Int) -> VideoSize? {
        let (width, height) = ratios[ratio] ?? (16, 9)
        let (short, long) = (min(width, height), max(width, height))
        let other = (side * long + short) / (2 * short) * 2
        return width >= height ? VideoSize(width: other, height: side) : VideoSize(width: side, height: other)
    }
}
