/// A row of a price list: what a provider asks for, for what, and when that was read.
public struct Price: Sendable, Hashable, Codable {
    /// What the amount is for.
    public enum Basis: String, Sendable, Hashable, Codable {
        /// One video.
        case video
        /// One second of video.
        case second
        /// One picture that is given.
        case picture
        /// One call of the API.
        case call
    }

    /// How much.
    public var money: Money
    /// For what.
    public var basis: Basis
    /// Only for this resolution or size; nil for any.
    public var resolution: String?
    /// Only for this length in seconds; nil for any.
    public var seconds: Int?
    /// Of pictures, how many are free.
    public var beyond: Int?
    /// The day on which the price was read, `2026-10-05`.
    public var readOn: String

    /// Makes a row.
    public init(
        _ money: Money,
        per basis: Basis,
        resolution: String? = nil,
        seconds: Int? = nil,
        beyond: Int? = nil,
        readOn: String
    ) {
        self.money = money
        self.basis = basis
        self.resolution = resolution
        self.seconds = seconds
        self.beyond = beyond
        self.readOn = readOn
    }
}
