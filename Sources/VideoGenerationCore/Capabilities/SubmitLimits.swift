/// The limits that a provider sets for an account, or for one model of an account.
///
/// ```swift
/// var limits = SubmitLimits(inFlight: 5, perMinute: 20)
/// limits.models["gen4_turbo"] = SubmitLimits(inFlight: 2)
/// ```
public struct SubmitLimits: Sendable, Hashable, Codable {
    /// The maximum number of tasks that the provider works on at once; nil if it is not known.
    public var inFlight: Int?
    /// The maximum number of submits in any 60 seconds; nil if it is not known.
    public var perMinute: Int?
    /// The limits of single models, which apply in addition to those of the account.
    public var models: [String: SubmitLimits]

    /// Creates limits. Limits that are nil do not apply.
    public init(inFlight: Int? = nil, perMinute: Int? = nil, models: [String: SubmitLimits] = [:]) {
        self.inFlight = inFlight
        self.perMinute = perMinute
        self.models = models
    }

    private enum CodingKeys: String, CodingKey { case inFlight, perMinute, models }

    /// Decodes limits. Every member can be left out.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        inFlight = try container.decodeIfPresent(Int.self, forKey: .inFlight)
        perMinute = try container.decodeIfPresent(Int.self, forKey: .perMinute)
        models = try container.decodeIfPresent([String: SubmitLimits].self, forKey: .models) ?? [:]
    }
}

extension SubmitLimits {
    /// Whether a submit uses up a place in a minute.
    package var countsSubmits: Bool { perMinute != nil || models.values.contains { $0.perMinute != nil } }

    /// Returns these limits with those of a configuration in place of the ones that it contains.
    package func overridden(by other: SubmitLimits?) -> SubmitLimits {
        guard let other else { return self }
        return SubmitLimits(
            inFlight: other.inFlight ?? inFlight,
            perMinute: other.perMinute ?? perMinute,
            models: models.merging(other.models) { $0.overridden(by: $1) }
        )
    }
}
