/// One row of a price list: an amount, its unit, and the day on which the price was read.
public struct Price: Sendable, Hashable, Codable {
    /// The unit that an amount is charged for.
    public enum Basis: String, Sendable, Hashable, Codable {
        /// The amount is charged per video.
        case video
        /// The amount is charged per second of video.
        case second
        /// The amount is charged per input picture.
        case picture
        /// The amount is charged per API request.
        case call
    }

    /// The amount for one unit of ``basis``.
    public var money: Money
    /// The unit that ``money`` is charged for.
    public var basis: Basis
    /// The resolution or size to which the row applies; nil if it applies to all.
    public var resolution: String?
    /// The length in seconds to which the row applies; nil if it applies to all.
    public var seconds: Int?
    /// The number of pictures that are free of charge. Used with the basis ``Basis/picture``.
    package var beyond: Int?
    /// The day on which the price was read, such as `2026-10-05`.
    public var readOn: String

    /// Creates one row of a price list.
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
