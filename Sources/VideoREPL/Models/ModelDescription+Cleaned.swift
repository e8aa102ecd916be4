import VideoGeneration

extension [ModelDescription] {
    /// The largest number of models of one provider.
    static var largestCount: Int { 2_000 }

    /// The models without anything that a terminal, a table or a file could not hold. A server wrote them.
    var cleaned: [ModelDescription] {
        var names: Set<String> = []
        var models: [ModelDescription] = []
        for model in self {
            guard models.count < Self.largestCount else { break }
            if let model = model.cleaned, names.insert(model.name).inserted { models.append(model) }
        }
        return models
    }
}

extension ModelDescription {
    private static let longestName = 200
    private static let longestWord = 40
    private static let largestList = 200

    /// The description with bounded lists and printable words, or nil if its name cannot be shown and sent.
    fileprivate var cleaned: ModelDescription? {
        let name = Redaction.singleLine(name, limit: Self.longestName + 1)
        guard (1...Self.longestName).contains(name.count) else { return nil }
        var modes: Set<GenerationMode> = []
        return ModelDescription(
            name: name,
            modes: self.modes.filter { modes.insert($0.mode).inserted }.map(Self.cleaned),
            promptLimit: promptLimit.flatMap { (1...10_000_000).contains($0) ? $0 : nil },
            cameraCommands: cameraCommands.prefix(Self.largestList).map(Self.word),
            framesPerSecond: framesPerSecond.flatMap { (1...1000).contains($0) ? $0 : nil },
            prices: prices.prefix(Self.largestList).compactMap(Self.cleaned),
            outputLifetime: outputLifetime.flatMap { (1...1_000_000_000).contains($0) ? $0 : nil },
            retiresOn: retiresOn.flatMap(Self.day),
            readOn: readOn.flatMap(Self.day)
        )
    }

    private static func cleaned(_ mode: ModeDescription) -> ModeDescription {
        var mode = mode
        mode.formats = mode.formats?.prefix(largestList).map { format in
            VideoFormat(
                format.resolution.map(word),
                size: format.size,
                seconds: format.seconds.prefix(largestList).filter { (1...3600).contains($0) }
            )
        }
        mode.defaultResolution = mode.defaultResolution.map(word)
        mode.defaultSeconds = mode.defaultSeconds.flatMap { (1...3600).contains($0) ? $0 : nil }
        mode.aspectRatios = mode.aspectRatios?.prefix(largestList).map(word)
        mode.defaultAspectRatio = mode.defaultAspectRatio.map(word)
        return mode
    }

    private static func cleaned(_ price: Price) -> Price? {
        let (amount, currency) = (price.money.amount, price.money.currency)
        guard amount.isFinite, amount >= 0, amount < 1_000_000, currency.utf8.count == 3,
            currency.utf8.allSatisfy({ (0x41...0x5A).contains($0) }), (price.seconds ?? 1) > 0
        else { return nil }
        var price = price
        price.resolution = price.resolution.map(word)
        price.readOn = day(price.readOn) ?? ""
        return price
    }

    private static func word(_ text: String) -> String { Redaction.singleLine(text, limit: longestWord) }
}
