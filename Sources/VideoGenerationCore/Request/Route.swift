/// An ordered choice of providers and models for a request.
///
/// A client submits a request to the first candidate that can take it. It moves on to the next one only if it is proven
/// that nothing was bought.
/// ```swift
/// let route = Route(.cheapest, over: [
///     .init("seedance", model: "dreamina-seedance-2-0-fast"),
///     .init("minimax", model: "MiniMax-Hailuo-02"),
///     .init("relay", model: "veo3-fast", adapting: .nearest),
/// ])
/// let task = try await client.generate(request, using: route, savingTo: "boat.mp4", label: "scene-12")
/// ```
public struct Route: Sendable, Hashable {
    /// The order in which the candidates are tried.
    public enum Strategy: String, Sendable, Hashable, Codable, CaseIterable {
        /// The order of the list.
        case ordered
        /// The lowest estimate first. Candidates without a known price in the currency of the first known one are last.
        case cheapest
        /// The smallest number of tasks in flight first.
        case leastBusy
    }

    /// The treatment of a request that a candidate does not accept as it is.
    public enum Adaptation: String, Sendable, Hashable, Codable, CaseIterable {
        /// The candidate is left out.
        case none
        /// The length, the resolution or size, and the ratio are changed to the nearest accepted values.
        case nearest
    }

    /// A provider and a model that can take a request.
    public struct Candidate: Sendable, Hashable {
        /// The ID of the provider.
        public var provider: String
        /// The model; nil for the request's model or the provider's default.
        public var model: String?
        /// The treatment of a request that the model does not accept as it is.
        public var adapting: Adaptation

        /// Creates a candidate.
        public init(_ provider: String, model: String? = nil, adapting: Adaptation = .none) {
            self.provider = provider
            self.model = model
            self.adapting = adapting
        }
    }

    /// The order in which the candidates are tried.
    public var strategy: Strategy
    /// The candidates. The first ones win ties.
    public var candidates: [Candidate]
    /// The number of videos that may be bought for one task: more than 1 allows another purchase after a task failed that
    /// the provider had accepted.
    public var attempts: Int
    /// Whether the next candidate is tried after a candidate's moderation rejected the request.
    public var afterModeration: Bool

    /// Creates a route.
    /// - Parameters:
    ///   - strategy: the order in which the candidates are tried.
    ///   - candidates: the providers and models, at most 32.
    ///   - attempts: the number of videos that may be bought for one task.
    ///   - afterModeration: whether the next candidate is tried after a moderation rejected the request.
    public init(
        _ strategy: Strategy = .ordered,
        over candidates: [Candidate],
        attempts: Int = 1,
        afterModeration: Bool = false
    ) {
        self.strategy = strategy
        self.candidates = candidates
        self.attempts = attempts
        self.afterModeration = afterModeration
    }
}

extension Route: Codable {
    private enum CodingKeys: String, CodingKey { case strategy, candidates, attempts, afterModeration }

    /// Decodes a route. Only the candidates are required.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        strategy = try container.decodeIfPresent(Strategy.self, forKey: .strategy) ?? .ordered
        candidates = try container.decode([Candidate].self, forKey: .candidates)
        attempts = try container.decodeIfPresent(Int.self, forKey: .attempts) ?? 1
        afterModeration = try container.decodeIfPresent(Bool.self, forKey: .afterModeration) ?? false
    }

    /// Encodes the route. A value that is the default is left out.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        if strategy != .ordered { try container.encode(strategy, forKey: .strategy) }
        try container.encode(candidates, forKey: .candidates)
        if attempts != 1 { try container.encode(attempts, forKey: .attempts) }
        if afterModeration { try container.encode(afterModeration, forKey: .afterModeration) }
    }
}

extension Route.Candidate: Codable {
    private enum CodingKeys: String, CodingKey { case provider, model, adapting }

    /// Decodes a candidate. Only the provider is required.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        provider = try container.decode(String.self, forKey: .provider)
        model = try container.decodeIfPresent(String.self, forKey: .model)
        adapting = try container.decodeIfPresent(Route.Adaptation.self, forKey: .adapting) ?? .none
    }

    /// Encodes the candidate. A value that is the default is left out.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(provider, forKey: .provider)
        try container.encodeIfPresent(model, forKey: .model)
        if adapting != .none { try container.encode(adapting, forKey: .adapting) }
    }
}

extension Route.Candidate: CustomStringConvertible {
    /// The provider and the model, such as `minimax/MiniMax-Hailuo-02`.
    public var description: String { provider + (model.map { "/\($0)" } ?? "") }
}
