public import VideoPlatform

/// A list of rules for the faults to inject. The same seed gives the same faults every time.
///
/// ```json
/// {"seed": 7, "rules": [
///   {"on": "submit", "times": 1, "fault": {"drop": {"billed": true}}},
///   {"on": "status", "probability": 0.2, "fault": {"status": {"code": 503, "retryAfter": "2"}}},
///   {"on": "media", "nth": 2, "times": 1, "fault": {"reset": {"afterBytes": 65536}}}
/// ]}
/// ```
///
/// If several rules match a request, all of them take effect in the order of the script.
public struct FaultScript: Sendable, Hashable, Codable {
    /// The seed for the random draws of all rules with a probability.
    public var seed: UInt64
    /// The rules, in the order in which they take effect.
    public var rules: [FaultRule]

    /// Creates a script. Without rules it injects no faults.
    public init(seed: UInt64 = 0, rules: [FaultRule] = []) {
        self.seed = seed
        self.rules = rules
    }

    /// Decodes a script from a JSON file.
    /// - Throws: `DecodingError`, whose coding path names the invalid member.
    public init(json: Data) throws { self = try JSONDecoder().decode(Self.self, from: json) }

    /// Decodes a script. The seed is optional and defaults to 0.
    /// - Throws: `DecodingError` if the script is invalid.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        seed = try container.decodeIfPresent(UInt64.self, forKey: .seed) ?? 0
        rules = try container.decode([FaultRule].self, forKey: .rules)
    }
}
