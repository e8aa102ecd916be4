/// When a fault happens: to which requests, and to which of them.
///
/// Without conditions it happens to every request. In a file, everything but `fault` may be absent.
public struct FaultRule: Sendable, Hashable, Codable {
    /// Only requests of this operation.
    public var on: SimulatorOperation?
    /// Only requests whose path contains this.
    public var path: String?
    /// The first of the requests that match to be affected, counted from 1.
    public var nth: Int
    /// How many are affected from there on; nil for all.
    public var times: Int?
    /// How likely each of these is affected, 0…1.
    public var probability: Double
    /// What happens.
    public var fault: Fault

    /// Makes a rule.
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

    /// Reads a rule; a fault without values may be its name alone.
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
                    debugDescription: "no fault without values is called \(name)"
                )
            }
            self.fault = fault
        } else {
            fault = try container.decode(Fault.self, forKey: .fault)
        }
    }
}
