/// A fault and the requests that it affects.
///
/// A rule without conditions affects every request. In a JSON script only `fault` is required.
public struct FaultRule: Sendable, Hashable, Codable {
    /// The operation to match, or nil for any operation.
    public var on: SimulatorOperation?
    /// The text that the request's path must contain, or nil for any path.
    public var path: String?
    /// The number of the first matching request to affect, counted from 1.
    public var nth: Int
    /// The number of requests to affect from there on, or nil for all.
    public var times: Int?
    /// The probability that each of these requests is affected, from 0 to 1.
    public var probability: Double
    /// The fault to inject into the affected requests.
    public var fault: Fault

    /// Creates a rule. The default conditions match every request.
    public init(
        on operation: SimulatorOperation? = nil,
        path: String? = nil,
        nth: Int = 1,
        times: Int? = nil,
        probability: Double = 1,
        _ fault: Fault
    ) {
        on = operation
        self.path = path
        self.nth = nth
        self.times = times
        self.probability = probability
        self.fault = fault
    }

    /// Decodes a rule. A fault without values can be a string with its name.
    /// - Throws: `DecodingError` if a member is missing or invalid, or the name of the fault is unknown.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        on = try container.decodeIfPresent(SimulatorOperation.self, forKey: .on)
        path = try container.decodeIfPresent(String.self, forKey: .path)
        nth = try container.decodeIfPresent(Int.self, forKey: .nth) ?? 1
        times = try container.decodeIfPresent(Int.self, forKey: .times)
        probability = try container.decodeIfPresent(Double.self, forKey: .probability) ?? 1
        if let name = try? container.decode(String.self, forKey: .fault) {
            guard let fault = Fault(name: name) else {
                throw DecodingError.dataCorruptedError(
                    forKey: .fault,
                    in: container,
                    debugDescription: "there is no fault named \(name) that can be used without values"
                )
            }
            self.fault = fault
        } else {
            fault = try container.decode(Fault.self, forKey: .fault)
        }
    }
}
