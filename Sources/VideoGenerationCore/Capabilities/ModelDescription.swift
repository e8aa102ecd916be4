/// The capabilities, limits and prices of a model, with the day on which they were read.
///
/// A provider's entry in `providers.json` can contain descriptions. A description there replaces the built-in one of the
/// same name, and only its name is required.
public struct ModelDescription: Sendable, Hashable {
    /// The provider's name for the model.
    public var name: String
    /// The modes that the model supports; empty if they are not known, and every request is sent.
    public var modes: [ModeDescription]
    /// The length of the longest accepted prompt in characters; nil if it is not known.
    public var promptLimit: Int?
    /// The camera commands that a prompt can contain in square brackets.
    package var cameraCommands: [String]
    /// The number of frames per second; nil if it is not known.
    package var framesPerSecond: Int?
    /// The price list; empty if no price is known.
    public var prices: [Price]
    /// The time in seconds for which a finished video can be downloaded, from the most cautious source.
    public var outputLifetime: Int?
    /// The day on which the vendor retires the model, such as `2026-09-24`.
    public var retiresOn: String?
    /// The day on which the description was read, such as `2026-10-05`.
    public var readOn: String?

    /// Creates a description of a model.
    public init(
        name: String,
        modes: [ModeDescription] = [],
        promptLimit: Int? = nil,
        cameraCommands: [String] = [],
        framesPerSecond: Int? = nil,
        prices: [Price] = [],
        outputLifetime: Int? = nil,
        retiresOn: String? = nil,
        readOn: String? = nil
    ) {
        self.name = name
        self.modes = modes
        self.promptLimit = promptLimit
        self.cameraCommands = cameraCommands
        self.framesPerSecond = framesPerSecond
        self.prices = prices
        self.outputLifetime = outputLifetime
        self.retiresOn = retiresOn
        self.readOn = readOn
    }

    /// Returns the description of a mode; nil if the model does not support the mode or nothing is known about it.
    public func mode(_ mode: GenerationMode) -> ModeDescription? { modes.first { $0.mode == mode } }

    /// A copy without prices, for a relay that sets its own.
    package var withoutPrices: ModelDescription {
        var copy = self
        copy.prices = []
        return copy
    }
}

extension ModelDescription: Codable {
    private enum CodingKeys: String, CodingKey {
        case name, modes, promptLimit, cameraCommands, framesPerSecond, prices, outputLifetime, retiresOn,
            readOn
    }

    /// Decodes a description. Every field except the name is optional.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            name: try container.decode(String.self, forKey: .name),
            modes: try container.decodeIfPresent([ModeDescription].self, forKey: .modes) ?? [],
            promptLimit: try container.decodeIfPresent(Int.self, forKey: .promptLimit),
            cameraCommands: try container.decodeIfPresent([String].self, forKey: .cameraCommands) ?? [],
            framesPerSecond: try container.decodeIfPresent(Int.self, forKey: .framesPerSecond),
            prices: try container.decodeIfPresent([Price].self, forKey: .prices) ?? [],
            outputLifetime: try container.decodeIfPresent(Int.self, forKey: .outputLifetime),
            retiresOn: try container.decodeIfPresent(String.self, forKey: .retiresOn),
            readOn: try container.decodeIfPresent(String.self, forKey: .readOn)
        )
    }
}
