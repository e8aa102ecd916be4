/// A color as stored in the picture: BT.709 with limited range.
///
/// Every component is at least 16, so stored macroblocks need no escape bytes in the stream.
struct Color: Sendable, Hashable {
    var luma: UInt8
    var cb: UInt8
    var cr: UInt8

    /// Creates a color from its hue in turns, and its saturation and lightness from 0 to 1.
    init(hue: Double, saturation: Double, lightness: Double) {
        let chroma = (1 - abs(2 * lightness - 1)) * saturation
        func channel(_ offset: Double) -> Double {
            let position = ((hue + offset).truncatingRemainder(dividingBy: 1) + 1)
                .truncatingRemainder(dividingBy: 1)
            return lightness + chroma * (min(max(abs(position * 6 - 3) - 1, 0), 1) - 0.5)
        }
        let (red, green, blue) = (channel(0), channel(-1 / 3), channel(1 / 3))
        let y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
        luma = Self.component(16 + 219 * y)
        cb = Self.component(128 + 224 * (blue - y) / 1.8556)
        cr = Self.component(128 + 224 * (red - y) / 1.5748)
    }

    private static func component(_ value: Double) -> UInt8 { UInt8(min(max(value.rounded(), 16), 240)) }

    /// Returns a mix with another color. A share of 0 gives this color and 1 the other one.
    func mixed(with other: Color, _ share: Double) -> Color {
        var color = self
        color.luma = Self.component(Double(luma) + (Double(other.luma) - Double(luma)) * share)
        color.cb = Self.component(Double(cb) + (Double(other.cb) - Double(cb)) * share)
        color.cr = Self.component(Double(cr) + (Double(other.cr) - Double(cr)) * share)
        return color
    }
}
