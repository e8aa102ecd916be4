import VideoGenerationCore

/// A model of a manifest: its description, and the limit that the description cannot express.
struct ManifestModel: Sendable {
    let description: ModelDescription
    /// The longest prompt in UTF-16 code units; nil if there is no such limit.
    let promptUnits: Int?

    /// Reads one element of `models`.
    init?(_ object: ManifestObject) {
        guard let name = object.text("name", atMost: 200) else { return nil }
        promptUnits = object.integer("promptLimitUTF16")
        description = ModelDescription(
            name: name,
            modes: object.objects("modes", .mode, atMost: 20).flatMap { ModeDescription.modes($0) },
            promptLimit: object.integer("promptLimit") ?? promptUnits,
            framesPerSecond: object.integer("framesPerSecond", in: 1...1_000),
            prices: object.objects("prices", .price, atMost: 100).compactMap { Price($0) },
            outputLifetime: object.integer("outputLifetime"),
            retiresOn: object.day("retiresOn"),
            readOn: object.day("readOn")
        )
    }
}

extension ModeDescription {
    /// Returns the descriptions of the modes that one element of `modes` names.
    static func modes(_ object: ManifestObject) -> [ModeDescription] {
        let formats = formats(object)
        return object.nodes("modes").compactMap { object.choice(of: $0, GenerationMode.allCases) }.map { mode in
            ModeDescription(
                mode,
                formats: formats,
                defaultResolution: object.text("defaultResolution", atMost: 40),
                defaultSeconds: object.integer("defaultSeconds", in: 1...3_600),
                aspectRatios: object["aspectRatios"] == nil ? nil : object.texts("aspectRatios"),
                needsPrompt: object.bool("needsPrompt") ?? true,
                pictures: object.object("pictures", .pictures).flatMap { PictureLimits($0) },
                media: object.objects("media", .media, atMost: 2).compactMap { MediaLimits($0) }
            )
        }
    }

    private static func formats(_ object: ManifestObject) -> [VideoFormat]? {
        if object["formats"] != nil {
            return object.objects("formats", .format).map { format in
                VideoFormat(format.text("resolution"), size: format.size("size"), seconds: format.seconds() ?? [])
            }
        }
        guard let seconds = object.seconds() else {
            for name in ["resolutions", "sizes"] where object[name] != nil {
                object.problem(name, "Write the lengths too: \"seconds\". Without them, leave the resolutions out.")
            }
            return nil
        }
        let named = object.texts("resolutions").map { VideoFormat($0, seconds: seconds) }
        let sized = object.nodes("sizes").compactMap { object.size(of: $0) }.map {
            VideoFormat(size: $0, seconds: seconds)
        }
        return named.isEmpty && sized.isEmpty ? [VideoFormat(seconds: seconds)] : named + sized
    }
}

extension ManifestObject {
    /// Returns the lengths of `seconds`: `[5, 10]`, or `{"from": 4, "to": 15}`; nil if it is missing.
    fileprivate func seconds() -> [Int]? {
        guard let node = self["seconds"] else { return nil }
        guard node.members != nil else {
            return nodes("seconds").compactMap { integer(of: $0, in: 1...3_600) }.sorted()
        }
        guard let range = object("seconds", .range), let from = range.integer("from", in: 1...3_600),
            let to = range.integer("to", in: 1...3_600), from <= to
        else { return nil }
        return Array(from...to)
    }

    /// Returns a size such as `1280x720`; nil if it is missing.
    func size(_ name: String) -> VideoSize? { self[name].flatMap { size(of: $0) } }

    fileprivate func size(of node: ManifestNode) -> VideoSize? {
        guard let size = node.string.flatMap({ VideoSize($0) }) else {
            log.add(node, "This must be a size such as \"1280x720\".")
            return nil
        }
        return size
    }

    fileprivate func types() -> [MediaInput.MediaType]? {
        self["types"] == nil ? nil : nodes("types").compactMap { choice(of: $0, MediaInput.MediaType.allCases) }
    }

    /// Returns a positive number; nil if it is missing.
    fileprivate func number(_ name: String) -> Double? {
        guard let node = self[name] else { return nil }
        guard case .number = node.content, let number = node.json.double, number > 0, number < 1_000_000 else {
            log.add(node, "This must be a positive number.")
            return nil
        }
        return number
    }
}

extension PictureLimits {
    /// Reads `pictures`.
    fileprivate init?(_ object: ManifestObject) {
        guard let maximum = object.integer("maximum", in: 0...1_000) else { return nil }
        self.init(
            minimum: object.integer("minimum", in: 0...1_000) ?? 0,
            maximum: maximum,
            maximumBytes: object.integer("maximumBytes"),
            minimumSide: object.integer("minimumSide"),
            maximumSide: object.integer("maximumSide"),
            maximumRatio: object.number("maximumRatio"),
            types: object.types()
        )
    }
}

extension MediaLimits {
    /// Reads one element of `media`.
    fileprivate init?(_ object: ManifestObject) {
        guard let kind = object.choice("kind", [MediaInput.Kind.video, .audio]),
            let maximum = object.integer("maximum", in: 0...1_000)
        else { return nil }
        self.init(
            kind,
            maximum: maximum,
            maximumBytes: object.integer("maximumBytes"),
            maximumSeconds: object.integer("maximumSeconds"),
            types: object.types()
        )
    }
}

extension Price {
    /// Reads one element of `prices`.
    fileprivate init?(_ object: ManifestObject) {
        guard let money = object.money("amount", currency: object.text("currency", atMost: 3) ?? ""),
            let basis = object.choice("per", [Price.Basis.video, .second, .picture, .call]),
            let readOn = object.day("readOn")
        else { return nil }
        self.init(
            money,
            per: basis,
            resolution: object.text("resolution", atMost: 40),
            seconds: object.integer("seconds", in: 1...3_600),
            readOn: readOn
        )
    }
}
