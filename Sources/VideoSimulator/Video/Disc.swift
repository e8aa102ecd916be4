import VideoPlatform

/// A disc of one color in the picture. Coordinates are in pixels.
struct Disc: Sendable {
    let x, y, radius: Double
    let color: Color

    /// The position of a macroblock relative to the disc.
    enum Overlap { case outside, edge, inside }

    func overlap(column: Int, row: Int) -> Overlap {
        let (left, top) = (Double(column * 16), Double(row * 16))
        let nearX = max(left - x, x - left - 16, 0)
        let nearY = max(top - y, y - top - 16, 0)
        if nearX * nearX + nearY * nearY >= radius * radius { return .outside }
        let farX = max(abs(left - x), abs(left + 16 - x))
        let farY = max(abs(top - y), abs(top + 16 - y))
        // The margin is two pixels, because a chroma pixel covers two luma pixels.
        let inner = max(radius - 2, 0)
        return farX * farX + farY * farY < inner * inner ? .inside : .edge
    }

    /// Returns the macroblocks that the disc may touch, clamped to the picture.
    func cells(in grid: MacroblockGrid) -> (columns: Range<Int>, rows: Range<Int>) {
        func range(_ centre: Double, _ count: Int) -> Range<Int> {
            let first = min(max(Int((centre - radius) / 16), 0), count)
            let last = min(max(Int((centre + radius) / 16) + 1, first), count)
            return first..<last
        }
        return (range(x, grid.columns), range(y, grid.rows))
    }

    /// Draws the part of the disc inside a block of a plane.
    ///
    /// - Parameters:
    ///   - value: The component of the disc's color in this plane.
    ///   - scale: 1 for luma and 2 for chroma.
    ///   - block: The block to draw into.
    ///   - side: The width and height of the block in pixels of the plane.
    ///   - left: The position of the block in pixels of the plane.
    ///   - top: The position of the block in pixels of the plane.
    func draw(
        _ value: UInt8,
        scale: Double,
        into block: UnsafeMutablePointer<UInt8>,
        side: Int,
        left: Int,
        top: Int
    ) {
        let radius = radius / scale
        for row in 0..<side {
            let distance = Double(top + row) + 0.5 - y / scale
            let square = radius * radius - distance * distance
            guard square > 0 else { continue }
            let half = square.squareRoot()
            let start = min(max(x / scale - half - Double(left), 0), Double(side))
            let end = min(max(x / scale + half - Double(left), 0), Double(side))
            guard end > start else { continue }
            let pixels = block + row * side
            let (first, last) = (Int(start.rounded(.up)), Int(end))
            if last > first { memset(pixels + first, Int32(value), last - first) }
            if Double(first) > start {
                pixels[first - 1] = blend(pixels[first - 1], value, Double(first) - start)
            }
            if last < side, end > Double(last), last >= first {
                pixels[last] = blend(pixels[last], value, end - Double(last))
            }
        }
    }
}
