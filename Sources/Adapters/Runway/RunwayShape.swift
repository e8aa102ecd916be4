import VideoGenerationCore

/// The values of the fields with which a model takes the shape of the video: `ratio` as `1280:720`, `16:9` or
/// `auto_720p`, and `resolution`. A model without a field gets none, because the API refuses a body with it.
struct RunwayShape: Sendable {
    /// The values of the field for the ratio, the preferred one first.
    var ratios: [String] = []
    /// The values of `resolution`.
    var resolutions: [String] = []
    /// Whether the API requires a ratio. The first one is then sent if a request names none.
    var isRequired = false
    /// The name of the field for the ratio.
    var field = "ratio"

    /// A model whose picture or video decides the shape.
    static let none = RunwayShape()

    static func pixels(_ ratios: [String], isRequired: Bool = false) -> RunwayShape {
        RunwayShape(ratios: ratios, isRequired: isRequired)
    }

    static func automatic(_ names: [String]) -> RunwayShape { RunwayShape(ratios: names.map { "auto_" + $0 }) }

    /// Adds the fields of a request's shape to a body.
    /// - Throws: `VideoError` with code `invalidRequest` if the model has no such shape.
    func write(_ request: VideoRequest, to body: inout JSONObject) throws(VideoError) {
        if !resolutions.isEmpty, let asked = request.resolution {
            let name = resolutions.first { $0.lowercased() == asked.lowercased() }
            guard let name else { throw unlisted(asked, resolutions) }
            body["resolution"] = .string(name)
        }
        let asked = [
            request.size?.description, resolutions.isEmpty ? request.resolution : nil, request.aspectRatio,
        ].compactMap(\.self)
        if !asked.isEmpty {
            guard let value = ratios.first(where: { fits($0, request) }) else {
                throw unlisted(asked.joined(separator: " with "), ratios)
            }
            body[field] = .string(value)
        } else if isRequired {
            body[field] = ratios.first.map { .string($0) }
        }
    }

    /// Returns whether a value of the field is what a request names by its pixels, or by its ratio and resolution.
    private func fits(_ value: String, _ request: VideoRequest) -> Bool {
        let size = Self.size(value)
        let resolution = resolutions.isEmpty ? request.resolution?.lowercased() : nil
        return (request.size == nil || request.size == size)
            && (request.aspectRatio == nil || request.aspectRatio == Self.ratio(value))
            && (resolution == nil || value == "auto_\(resolution ?? "")"
                || size.map { "\(min($0.width, $0.height))p" } == resolution)
    }

    private func unlisted(_ asked: String, _ allowed: [String]) -> VideoError {
        let values = allowed.isEmpty ? "no such field" : allowed.joined(separator: ", ")
        return VideoError(
            .invalidRequest,
            "This model of Runway does not take \(Redaction.singleLine(asked, limit: 60)) with this input: it takes \(values).",
            advice: "Nothing was sent."
        )
    }

    /// Returns the pixels that a value names; nil for `16:9` and `auto_720p`.
    static func size(_ value: String) -> VideoSize? {
        let size = VideoSize(value.replacing(":", with: "x"))
        return size.flatMap { $0.width >= 100 ? $0 : nil }
    }

    /// Returns the usual name of a value's ratio: `16:9` for `1920:1080` and `864:496`; nil for `auto_720p`.
    static func ratio(_ value: String) -> String? {
        guard let size = size(value) else { return value.hasPrefix("auto_") ? nil : value }
        let ratio = Double(size.width) / Double(size.height)
        return names.min { abs($0.value / ratio - 1) < abs($1.value / ratio - 1) }?.name
    }

    private static let names: [(name: String, value: Double)] = [
        ("21:9", 21.0 / 9), ("16:9", 16.0 / 9), ("3:2", 1.5), ("4:3", 4.0 / 3), ("1:1", 1), ("3:4", 0.75),
        ("2:3", 2.0 / 3), ("9:16", 9.0 / 16),
    ]
}

extension RunwayShape {
    /// The ratios that a request can name.
    var ratioNames: [String] {
        ratios.compactMap(Self.ratio).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }

    /// Returns the formats of a model; nil if its lengths are not known.
    func formats(_ seconds: [Int]?) -> [VideoFormat]? {
        guard let seconds else { return nil }
        let sizes = ratios.compactMap(Self.size)
        return sizes.isEmpty ? [VideoFormat(seconds: seconds)] : sizes.map { VideoFormat(size: $0, seconds: seconds) }
    }
}
