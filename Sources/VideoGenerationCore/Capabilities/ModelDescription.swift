/// What is known about a model: data, with the day on which it was read.
///
/// A provider's entry in `providers.json` may bring descriptions of its own; one of the same name takes the
/// place of the built-in one. Everything but the name may be left out there.
public struct ModelDescription: Sendable, Hashable {
    /// The provider's name.
    public var name: String
    /// What it can do; empty where nothing is known, and then nothing is refused.
    public var modes: [ModeDescription]
    /// The longest prompt in characters.
    public var promptLimit: Int?
    /// What may stand in square brackets in the prompt to move the camera.
    package var cameraCommands: [String]
    /// Pictures a second.
    package var framesPerSecond: Int?
    /// What it costs; empty where that is not known.
    public var prices: [Price]
    /// How long the finished video can be fetched, in seconds, by the most cautious source.
    public var outputLifetime: Int?
    /// The day on which the vendor ends it, `2026-09-24`.
    public var retiresOn: String?
    /// The day on which all this was read, `2026-10-05`.
    public var readOn: String?

    /// Makes a description.
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

    /// What it can do in a mode; nil where that is not known, or where it cannot.
    public func mode(_ mode: GenerationMode) -> ModeDescription? { modes.first { $0.mode == mode } }

    /// The same without prices, for a relay that makes its own.
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

    /// Reads a description in which everything but the name may be left out.
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
