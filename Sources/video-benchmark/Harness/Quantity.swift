import Foundation

/// A number with its unit.
struct Quantity: Sendable, Codable {
    /// The unit of a quantity, which also determines its format.
    enum Unit: String, Sendable, Codable {
        case seconds, bytes, perSecond, count, ratio
    }

    let value: Double
    let unit: Unit

    static func seconds(_ value: Double) -> Quantity { Quantity(value: value, unit: .seconds) }
    static func bytes(_ value: Double) -> Quantity { Quantity(value: value, unit: .bytes) }
    static func perSecond(_ value: Double) -> Quantity { Quantity(value: value, unit: .perSecond) }
    static func count(_ value: Double) -> Quantity { Quantity(value: value, unit: .count) }
    static func ratio(_ value: Double) -> Quantity { Quantity(value: value, unit: .ratio) }

    /// The value with three digits and a suitable unit.
    var text: String {
        switch unit {
        case .seconds:
            switch abs(value) {
            case ..<0.001: "\(Self.digits(value * 1e6)) µs"
            case ..<1: "\(Self.digits(value * 1e3)) ms"
            default: "\(Self.digits(value)) s"
            }
        case .bytes:
            switch abs(value) {
            case ..<10_000: "\(Self.digits(value)) B"
            case ..<1e6: "\(Self.digits(value / 1024)) KiB"
            default: "\(Self.digits(value / 1_048_576)) MiB"
            }
        case .perSecond: "\(Self.digits(value))/s"
        case .count: Self.digits(value)
        case .ratio: Self.digits(value) + " ×"
        }
    }

    private static func digits(_ value: Double) -> String {
        let places = abs(value) >= 100 ? 0 : abs(value) >= 10 ? 1 : abs(value) >= 1 ? 2 : 3
        return String(format: "%.\(places)f", value)
    }
}
