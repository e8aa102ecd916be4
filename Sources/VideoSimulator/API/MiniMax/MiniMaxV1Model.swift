import VideoGeneration

/// The parameters of a model of MiniMax's first API, according to its documentation of 2026-10.
struct MiniMaxV1Model: Sendable {
    /// The kind of a request, which follows from the fields that are present.
    enum Mode: Sendable { case text, firstFrame, lastFrame, subject }

    let modes: Set<Mode>
    /// The allowed lengths in seconds for each resolution, or nil if the model has neither parameter.
    let lengths: [String: [Int]]?

    static let all: [String: MiniMaxV1Model] = [
        "MiniMax-Hailuo-2.3": .init(modes: [.text, .firstFrame], lengths: ["768P": [6, 10], "1080P": [6]]),
        "MiniMax-Hailuo-2.3-Fast": .init(modes: [.firstFrame], lengths: ["768P": [6, 10], "1080P": [6]]),
        "MiniMax-Hailuo-02": .init(
            modes: [.text, .firstFrame, .lastFrame],
            lengths: ["512P": [6, 10], "768P": [6, 10], "1080P": [6]]
        ),
        "T2V-01": .init(modes: [.text], lengths: nil),
        "T2V-01-Director": .init(modes: [.text], lengths: nil),
        "I2V-01": .init(modes: [.firstFrame], lengths: nil),
        "I2V-01-Director": .init(modes: [.firstFrame], lengths: nil),
        "I2V-01-live": .init(modes: [.firstFrame], lengths: nil),
        "S2V-01": .init(modes: [.subject], lengths: nil),
    ]

    /// Parses a request and refuses values that the model does not accept.
    static func order(_ body: JSONValue) throws(Refusal) -> Order {
        guard let name = body["model"]?.text else { throw Refusal(.invalidRequest, "model is required") }
        guard let model = all[name] else { throw Refusal(.modelUnavailable, "model \(name) does not exist") }
        let mode = try mode(of: body)
        guard model.modes.contains(mode) else {
            throw Refusal(.invalidRequest, "model \(name) does not support this mode")
        }
        let prompt = body["prompt"]?.text ?? ""
        if mode == .text, prompt.isEmpty { throw Refusal(.invalidRequest, "prompt is required") }
        guard prompt.count <= 2000 else {
            throw Refusal(.invalidRequest, "prompt is longer than 2000 characters")
        }
        let (resolution, seconds) = try model.length(body, mode: mode, name: name)
        guard let size = sizes[resolution] else { throw Refusal(.invalidRequest, "resolution \(resolution)") }
        return Order(
            api: .miniMaxV1,
            model: name,
            prompt: prompt,
            size: size,
            seconds: seconds,
            resolution: resolution
        )
    }

    private func length(_ body: JSONValue, mode: Mode, name: String) throws(Refusal) -> (String, Int) {
        guard let lengths else {
            for field in ["duration", "resolution"] where body[field].map({ !$0.isBlank }) ?? false {
                throw Refusal(.invalidRequest, "model \(name) does not support \(field)")
            }
            return ("720P", 6)
        }
        let resolution = try Self.text(body["resolution"], "resolution") ?? "768P"
        var seconds = 6
        if let duration = body["duration"] {
            guard case .number = duration, let number = duration.int else {
                throw Refusal(.invalidRequest, "duration must be an integer")
            }
            seconds = number
        }
        guard let allowed = lengths[resolution], allowed.contains(seconds),
            resolution != "512P" || mode == .firstFrame
        else {
            throw Refusal(
                .invalidRequest,
                "model \(name) does not support resolution \(resolution) with \(seconds)s"
            )
        }
        return (resolution, seconds)
    }

    private static func mode(of body: JSONValue) throws(Refusal) -> Mode {
        for field in ["first_frame_image", "last_frame_image"] {
            if let image = try text(body[field], field) { try check(image, field) }
        }
        if let subjects = body["subject_reference"], !subjects.isBlank {
            try checkSubject(subjects, of: body)
            return .subject
        }
        if body["last_frame_image"]?.text != nil { return .lastFrame }
        return body["first_frame_image"]?.text == nil ? .text : .firstFrame
    }

    /// Checks a subject: one character with one picture, and no frames.
    private static func checkSubject(_ subjects: JSONValue, of body: JSONValue) throws(Refusal) {
        guard let list = subjects.array, list.count == 1, list[0]["type"]?.text ?? "character" == "character",
            let images = list[0]["image"]?.array, images.count == 1, let image = images[0].text
        else { throw Refusal(.invalidRequest, "subject_reference takes one character with one image") }
        try check(image, "subject_reference")
        for field in ["first_frame_image", "last_frame_image"] where body[field].map({ !$0.isBlank }) ?? false {
            throw Refusal(.invalidRequest, "model S2V-01 does not support \(field)")
        }
    }

    private static func text(_ value: JSONValue?, _ field: String) throws(Refusal) -> String? {
        switch value {
        case nil, .null?: return nil
        case .string(let text)?: return text.isEmpty ? nil : text
        default: throw Refusal(.invalidRequest, "\(field) must be a string")
        }
    }

    private static func check(_ image: String, _ field: String) throws(Refusal) {
        guard SentPicture.isAddress(image) else {
            throw Refusal(.invalidRequest, "\(field) is neither a URL nor a data URL of a picture")
        }
    }

    /// The sizes of text-to-video in pixels. 768P is 1366×768 in all observed responses.
    private static let sizes: [String: VideoSize] = [
        "512P": VideoSize(width: 912, height: 512), "720P": VideoSize(width: 1280, height: 720),
        "768P": VideoSize(width: 1366, height: 768), "1080P": VideoSize(width: 1920, height: 1080),
    ].compactMapValues { $0 }
}
