public import VideoPlatform

/// What goes wrong, and when: a list of rules, the same every time for one seed.
///
/// ```json
/// {"seed": 7, "rules": [
///   {"on": "submit", "times": 1, "fault": {"drop": {"billed": true}}},
///   {"on": "status", "probability": 0.2, "fault": {"status": {"code": 503, "retryAfter": "2"}}},
///   {"on": "media", "nth": 2, "times": 1, "fault": {"reset": {"afterBytes": 65536}}}
/// ]}
/// ```
///
/// Every rule that applies to a request takes effect, in the order of the script.
public struct FaultScript: Sendable, Hashable, Codable {
    /// The seed of all probabilities.
    public var seed: UInt64
    /// The rules.
    public var rules: [FaultRule]

    /// Makes a script; without rules nothing goes wrong.
    public init(seed: UInt64 = 0, rules: [FaultRule] = []) {
        self.seed = seed
        self.rules = rules
    }

    /// Reads a script file.
    /// - Throws: `DecodingError`, which names the place.
    public init(json: Data) throws { self = try JSONDecoder().decode(Self.self, from: json) }

    /// Reads a script; the seed may be absent.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        seed = try container.decodeIfPresent(UInt64.self, forKey: .seed) ?? 0
        rules = try container.decode([FaultRule].self, forKey: .rules)
    }
}
