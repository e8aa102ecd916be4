import VideoGenerationCore

/// The models of `GET /videos/models`, as this package's values describe them. The fields are those of `VideoModel` in
/// the package `openrouter` 1.3.84 (PyPI), read on 2026-11-27. A field that is null is not known.
enum OpenRouterModels {
    /// A list of hundreds of models is plausible; one of its fields with more values is not.
    private static let mostValues = 100

    /// Returns the description of one element of the list; nil if it has no ID, or if the model enlarges a video instead
    /// of making one.
    static func description(_ model: JSONValue) -> ModelDescription? {
        guard let name = model["id"]?.text, model["upscale_factor"].map(\.isBlank) ?? true else { return nil }
        let formats = formats(model)
        let ratios = texts(model["supported_aspect_ratios"])
        func mode(_ mode: GenerationMode, prompt: Bool, _ pictures: PictureLimits? = nil) -> ModeDescription {
            ModeDescription(mode, formats: formats, aspectRatios: ratios, needsPrompt: prompt, pictures: pictures)
        }
        let frames = texts(model["supported_frame_images"])
        var modes = [mode(.text, prompt: true)]
        if frames?.contains("first_frame") ?? true {
            modes.append(mode(.firstFrame, prompt: false, PictureLimits(minimum: 1, maximum: 1)))
        }
        if frames?.contains("last_frame") ?? true {
            let most = frames?.contains("first_frame") ?? true ? 2 : 1
            modes.append(mode(.lastFrame, prompt: false, PictureLimits(minimum: 1, maximum: most)))
        }
        // The list does not say which models take references.
        modes.append(mode(.references, prompt: false))
        return ModelDescription(name: name, modes: modes, prices: prices(model, formats))
    }

    /// The formats by name or by pixels. Both together would let a size replace a name and lose its ratio, so pixels
    /// count only if there is no name. Lengths without a name or a size are not expressible, and stay unchecked.
    private static func formats(_ model: JSONValue) -> [VideoFormat]? {
        guard let lengths = model["supported_durations"]?.array else { return nil }
        let seconds = Set(lengths.prefix(mostValues).compactMap(\.int).filter { (1...3_600).contains($0) }).sorted()
        guard !seconds.isEmpty else { return nil }
        if let names = texts(model["supported_resolutions"]), !names.isEmpty {
            return names.map { VideoFormat($0, seconds: seconds) }
        }
        let sizes = texts(model["supported_sizes"])?.compactMap { VideoSize($0) } ?? []
        return sizes.isEmpty ? nil : sizes.map { VideoFormat(size: $0, seconds: seconds) }
    }

    private static func texts(_ value: JSONValue?) -> [String]? {
        value?.array?.prefix(mostValues).compactMap(\.text)
    }

    // MARK: - Prices

    /// The prices in `pricing_skus`, if every one of its keys is understood: a price for a second, which may depend on
    /// the resolution and on the sound. Of two prices with and without sound, the higher one is used, because sound is
    /// the default of a model that makes it.
    private static func prices(_ model: JSONValue, _ formats: [VideoFormat]?) -> [Price] {
        guard let skus = model["pricing_skus"]?.object else { return [] }
        var rates: [String: Decimal] = [:]
        var loud: Set<String> = []
        var silent: Set<String> = []
        for sku in skus {
            guard let row = Row(sku.key), let amount = amount(sku.value) else { return [] }
            rates[row.resolution] = max(
                rates[row.resolution] ?? 0,
                Decimal(sign: .plus, exponent: row.exponent, significand: amount)
            )
            if row.sound == true { loud.insert(row.resolution) }
            if row.sound == false { silent.insert(row.resolution) }
        }
        // A price without sound alone does not tell what a video with sound costs.
        guard silent.isSubset(of: loud) else { return [] }
        let names = formats?.compactMap(\.resolution) ?? []
        return rates.sorted { $0.key > $1.key }.map { resolution, rate in
            let name = names.first { $0.lowercased() == resolution } ?? resolution
            // The day of the request is added where the list is fetched.
            return Price(Money(rate), per: .second, resolution: name.isEmpty ? nil : name, readOn: "")
        }
    }

    /// The values are strings. A number that is not written in plain digits is not understood.
    private static func amount(_ value: JSONValue) -> Decimal? {
        guard let text = value.identifier, text.utf8.count <= 20,
            text.utf8.allSatisfy({ (0x30...0x39).contains($0) || $0 == 0x2E }), let money = Money(text)
        else { return nil }
        return money.amount
    }

    /// A key such as `duration_seconds_with_audio_720p` or `cents_per_second_output`.
    private struct Row {
        /// In lower case; empty if the price holds for all.
        var resolution = ""
        /// Whether the price is for a video with sound; nil if it holds for both.
        var sound: Bool?
        /// The power of ten that turns the amount into US dollars.
        var exponent = 0

        init?(_ key: String) {
            if key == "cents_per_second_output" {
                exponent = -2
                return
            }
            guard key.hasPrefix("duration_seconds") else { return nil }
            var rest = key.dropFirst("duration_seconds".count)[...]
            for (mark, value) in [("_with_audio", true), ("_without_audio", false)] where rest.hasPrefix(mark) {
                sound = value
                rest = rest.dropFirst(mark.count)
                break
            }
            if rest.isEmpty { return }
            let name = rest.dropFirst().lowercased()
            guard rest.first == "_", name.first?.isNumber == true, let last = name.last, "pk".contains(last),
                name.dropLast().allSatisfy({ $0.isASCII && $0.isNumber })
            else { return nil }
            resolution = name
        }
    }
}
