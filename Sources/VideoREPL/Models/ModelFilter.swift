import VideoGeneration

/// Selects models by the video that they are to make: the same comparison that a request goes through before it is sent.
struct ModelFilter: Sendable {
    /// The result for one model.
    enum Verdict: Sendable {
        /// The model makes the video. The request fits it, with the estimate of its cost.
        case passes(VideoRequest, CostEstimate)
        case fails
        /// The model makes the video, but no price is known.
        case unpriced
        /// The model makes the video, but its price is in another currency.
        case otherCurrency
    }

    var mode: GenerationMode?
    var seconds: Int?
    var size: VideoSize?
    var resolution: String?
    var aspectRatio: String?
    /// The amount that the video must cost less than.
    var limit: Money?

    /// Reads the filters of a command line.
    /// - Throws: ``VideoError`` with code `usage` if a value is not valid.
    init(_ invocation: Invocation) throws {
        if let word = invocation[.from] {
            guard let mode = GenerationMode(rawValue: word) else { throw TaskFilter.unknown(word, .from) }
            self.mode = mode
        }
        seconds = try invocation.integer(.seconds, in: 1...3600)
        size = try invocation.size(.size)
        resolution = try Self.text(.resolution, invocation)
        aspectRatio = try Self.text(.ratio, invocation) ?? Self.text(.aspectRatio, invocation)
        if let text = invocation[.below] {
            guard let money = Money(text) else {
                throw VideoError.usage("--below \(text.shown) is not an amount.", "Write 1usd.")
            }
            limit = money
        }
    }

    private init() {}

    private static func text(_ option: CommandOption, _ invocation: Invocation) throws -> String? {
        guard let text = invocation[option] else { return nil }
        guard !text.isEmpty else { throw VideoError.usage("--\(option.name) is empty.") }
        return text
    }

    /// Whether no filter was given.
    var isEmpty: Bool { parts.isEmpty }

    /// Whether the filters say enough about the video that its price is more useful than a price list.
    var asksForPrice: Bool { seconds != nil || size != nil || resolution != nil || limit != nil }

    /// Compares a model with the filters. A model whose modes are not known takes every request.
    func verdict(on model: ModelDescription, at provider: ProviderInfo) -> Verdict {
        let modes = mode.map { [$0] } ?? (model.modes.isEmpty ? [.text] : model.modes.map(\.mode))
        let fitting = modes.filter { model.modes.isEmpty || model.mode($0) != nil }
            .compactMap { fittingRequest($0, model, provider) }
            .map { (request: $0, estimate: provider.estimate($0)) }
        guard let first = fitting.first else { return .fails }
        let priced = fitting.filter { $0.estimate.least != nil }
        guard let limit else {
            let cheapest = priced.min { $0.estimate.amount < $1.estimate.amount } ?? first
            return .passes(cheapest.request, cheapest.estimate)
        }
        if priced.isEmpty { return .unpriced }
        let comparable = priced.filter { $0.estimate.least?.currency == limit.currency }
        guard let cheapest = comparable.min(by: { $0.estimate.amount < $1.estimate.amount }) else {
            return .otherCurrency
        }
        return cheapest.estimate.amount < limit.amount ? .passes(cheapest.request, cheapest.estimate) : .fails
    }

    /// Returns the request for a video as the filters describe it, if the model accepts it without a change.
    private func fittingRequest(_ mode: GenerationMode, _ model: ModelDescription, _ provider: ProviderInfo)
        -> VideoRequest?
    {
        var request = VideoRequest(example: mode, of: model)
        request.seconds = seconds
        request.size = size
        request.resolution = resolution
        request.aspectRatio = aspectRatio
        guard let fit = try? provider.fit(request), fit.changes.isEmpty else { return nil }
        return fit.request
    }
}

extension ModelFilter {
    /// Each filter alone, as it was given.
    var parts: [(text: String, filter: ModelFilter)] {
        var parts: [(String, ModelFilter)] = []
        func add(_ option: CommandOption, _ text: String?, _ change: (inout ModelFilter) -> Void) {
            guard let text else { return }
            var filter = ModelFilter()
            change(&filter)
            parts.append(("--\(option.name) \(text)", filter))
        }
        add(.from, mode?.rawValue) { $0.mode = mode }
        add(.seconds, seconds.map(String.init)) { $0.seconds = seconds }
        add(.size, size?.description) { $0.size = size }
        add(.resolution, resolution?.inLine) { $0.resolution = resolution }
        add(.aspectRatio, aspectRatio?.inLine) { $0.aspectRatio = aspectRatio }
        add(.below, limit.map { "\($0.amount)\($0.currency.lowercased())" }) { $0.limit = limit }
        return parts
    }

    /// Returns the sentence for a list without a result: it names the filter that removes the most models by itself.
    func sentenceForNone(of models: [(model: ModelDescription, provider: ProviderInfo)]) -> String {
        guard !models.isEmpty else { return "No model is known here." }
        let removals = parts.map { part in
            let count = models.count { entry in
                if case .passes = part.filter.verdict(on: entry.model, at: entry.provider) { false } else { true }
            }
            return (text: part.text, count: count)
        }
        guard let most = removals.map(\.count).max(), let worst = removals.first(where: { $0.count == most }) else {
            return "No model is known here."
        }
        let all = models.count
        guard parts.count > 1 else { return "None of \(all.counted("model")) passes \(worst.text)." }
        return "None of \(all.counted("model")) passes these filters together. \(worst.text) removes the most: "
            + "\(worst.count) of \(all) by itself."
    }
}

extension CostEstimate {
    /// The smallest amount that the video costs, without its currency; zero if it is not known.
    fileprivate var amount: Decimal { least?.amount ?? 0 }
}

extension VideoRequest {
    /// Creates a request in a mode, with as many pictures as the model asks for. It is compared, and never sent.
    fileprivate init(example mode: GenerationMode, of model: ModelDescription) {
        self.init(prompt: "x", model: model.name)
        let picture = MediaInput.uploaded("x")
        let least = model.mode(mode)?.pictures?.minimum ?? 1
        switch mode {
        case .text: break
        case .firstFrame: firstFrame = picture
        case .lastFrame:
            lastFrame = picture
            if least != 1 || model.mode(mode)?.pictures?.maximum ?? 2 > 1 { firstFrame = picture }
        case .references: references = Array(repeating: picture, count: min(max(1, least), 100))
        case .template: source = .template(id: "x", texts: ["x"])
        case .video: source = .remix(videoID: "x")
        }
    }
}

extension CommandOption {
    static let from = CommandOption(
        name: "from",
        value: "MODE",
        summary: "only models that make a video from this: text, firstFrame, lastFrame, references, template or video",
        completion: .words(GenerationMode.allCases.map(\.rawValue))
    )
    static let ratio = CommandOption(name: "ratio", value: "16:9", summary: "short for --aspect-ratio")
    static let below = CommandOption(
        name: "below",
        value: "1usd",
        summary: "only models that make the video for less; without --seconds, for its default length"
    )
    /// The options that select models by the video that they are to make.
    static let modelFilters = [from, seconds, size, resolution, aspectRatio, ratio, below]
}
