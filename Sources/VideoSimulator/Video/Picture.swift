import VideoPlatform

/// The still part of a scene, drawn once. The planes have the coded size, and chroma has half the resolution.
struct Picture: Sendable {
    let grid: MacroblockGrid
    private(set) var luma: [UInt8]
    private(set) var cb: [UInt8]
    private(set) var cr: [UInt8]

    init(grid: MacroblockGrid) {
        self.grid = grid
        luma = Array(repeating: 16, count: grid.count * 256)
        cb = Array(repeating: 128, count: grid.count * 64)
        cr = cb
    }

    var width: Int { grid.columns * 16 }
    var height: Int { grid.rows * 16 }

    /// Fills all rows. `color` takes a height from 0 at the top to 1 at the bottom.
    mutating func fillRows(_ color: (Double) -> Color) {
        for row in 0..<height {
            let rowColor = color(Double(row) / Double(height))
            Self.fill(&luma, row * width, count: width, rowColor.luma)
            if row.isMultiple(of: 2) {
                Self.fill(&cb, row / 2 * (width / 2), count: width / 2, rowColor.cb)
                Self.fill(&cr, row / 2 * (width / 2), count: width / 2, rowColor.cr)
            }
        }
    }

    /// Fills the area below a line. `top` takes a pixel column and returns a pixel row.
    mutating func fillBelow(_ top: (Double) -> Double, _ color: Color) {
        let (lumaTops, chromaTops) = (
            (0..<width).map { top(Double($0)) }, (0..<width / 2).map { top(Double($0) * 2) / 2 }
        )
        Self.fillBelow(lumaTops, &luma, color.luma)
        Self.fillBelow(chromaTops, &cb, color.cb)
        Self.fillBelow(chromaTops, &cr, color.cr)
    }

    /// Returns which macroblocks repeat the pixel column to their left, and which repeat the pixel row above them.
    func repetitions() -> (left: [Bool], top: [Bool]) {
        let planes = [(luma, 16), (cb, 8), (cr, 8)]
        /// Whether each line of a macroblock equals the bytes at `distance` before it.
        func repeats(_ column: Int, _ row: Int, _ distance: (_ width: Int) -> Int) -> Bool {
            planes.allSatisfy { plane, side in
                let width = grid.columns * side
                return plane.withUnsafeBytes { bytes in
                    guard let base = bytes.baseAddress else { return false }
                    let first = base + row * side * width + column * side
                    return (0..<side).allSatisfy { line in
                        let pixels = first + line * width
                        return memcmp(pixels - distance(width), pixels, side) == 0
                    }
                }
            }
        }
        var left: [Bool] = []
        var top: [Bool] = []
        for cell in 0..<grid.count {
            let (row, column) = cell.quotientAndRemainder(dividingBy: grid.columns)
            left.append(column > 0 && repeats(column, row) { _ in 1 })
            top.append(row > 0 && repeats(column, row) { $0 })
        }
        return (left, top)
    }

    private static func fill(_ plane: inout [UInt8], _ start: Int, count: Int, _ value: UInt8) {
        plane.withUnsafeMutableBytes { bytes in
            guard let base = bytes.baseAddress else { return }
            memset(base + start, Int32(value), count)
        }
    }

    private static func fillBelow(_ tops: [Double], _ plane: inout [UInt8], _ value: UInt8) {
        let width = tops.count
        let height = plane.count / width
        plane.withUnsafeMutableBufferPointer { pixels in
            for (column, top) in tops.enumerated() {
                let edge = min(max(Int(top), 0), height - 1)
                let share = min(max(Double(edge) + 1 - top, 0), 1)
                let first = edge * width + column
                pixels[first] = blend(pixels[first], value, share)
                var index = first + width
                while index < pixels.count {
                    pixels[index] = value
                    index += width
                }
            }
        }
    }
}

/// Returns a value between two others, for a pixel that a shape covers in part.
func blend(_ under: UInt8, _ over: UInt8, _ share: Double) -> UInt8 {
    UInt8(Double(under) + (Double(over) - Double(under)) * share)
}
