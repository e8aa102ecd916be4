import VideoPlatform

/// Encodes discs over a still backdrop as H.264 pictures, without loss and without a transform.
///
/// An unchanged macroblock is skipped. A macroblock that repeats the last column of its left neighbor or the last row
/// of its upper neighbor is predicted from it without a residual. Every other macroblock is stored (I_PCM). Deblocking
/// is off, so a decoder shows exactly the drawn picture.
struct PictureEncoder {
    /// The number of bits of a frame number. Frames are counted from one key picture to the next, at most 60.
    static let frameNumberBits = 8

    /// An encoded track as a sequence of NAL units.
    struct Track {
        var parameterSets: ParameterSets
        var bytes: [UInt8]
        var sampleSizes: [Int]
    }

    /// The content of a whole macroblock: the backdrop, the disc with a number, or a mix of several.
    private typealias Cover = UInt8
    private static let backdrop: Cover = 0
    private static let mixed: Cover = 255

    private let grid: MacroblockGrid
    private let picture: Picture
    private let framesPerSecond: Int
    private let repeatsLeft: [Bool]
    private let repeatsTop: [Bool]
    private var previous: [Cover]
    private var covers: [Cover]
    private var stored: [Bool]
    private var block = [UInt8](repeating: 0, count: 384)
    private var bits = BitWriter()
    private var sampleSizes: [Int] = []

    init(grid: MacroblockGrid, backdrop: Picture, framesPerSecond: Int) {
        self.grid = grid
        self.framesPerSecond = framesPerSecond
        picture = backdrop
        (repeatsLeft, repeatsTop) = backdrop.repetitions()
        previous = Array(repeating: Self.backdrop, count: grid.count)
        covers = previous
        stored = Array(repeating: false, count: grid.count)
    }

    /// Returns the finished track.
    consuming func finish() -> Track {
        let seconds = stride(from: 0, to: sampleSizes.count, by: framesPerSecond)
        let peak = seconds.map { sampleSizes[$0...].prefix(framesPerSecond).reduce(0, +) * 8 }.max() ?? 0
        return Track(
            parameterSets: ParameterSets(grid: grid, framesPerSecond: framesPerSecond, peak: peak),
            bytes: bits.bytes,
            sampleSizes: sampleSizes
        )
    }

    /// Appends a picture. The first picture of each second is a key picture.
    mutating func encode(_ discs: [Disc]) {
        let start = bits.bytes.count
        let number = sampleSizes.count % framesPerSecond
        let isKey = number == 0
        swap(&previous, &covers)
        findCovers(discs)
        writeSliceHeader(isKey: isKey, number: number)
        var skipped = 0
        for cell in 0..<grid.count {
            if !isKey, covers[cell] == previous[cell], covers[cell] != Self.mixed {
                skipped += 1
                stored[cell] = false
                continue
            }
            if !isKey {
                bits.writeExpGolomb(skipped)
                skipped = 0
            }
            encode(cell, discs, typeOffset: isKey ? 0 : 5)
        }
        if skipped > 0 { bits.writeExpGolomb(skipped) }
        bits.endUnit()
        sampleSizes.append(bits.bytes.count - start)
    }

    private mutating func findCovers(_ discs: [Disc]) {
        for cell in 0..<grid.count { covers[cell] = Self.backdrop }
        for (index, disc) in discs.enumerated() {
            let (columns, rows) = disc.cells(in: grid)
            for row in rows {
                for column in columns {
                    switch disc.overlap(column: column, row: row) {
                    case .outside: break
                    case .inside: covers[row * grid.columns + column] = Cover(index + 1)
                    case .edge: covers[row * grid.columns + column] = Self.mixed
                    }
                }
            }
        }
    }

    /// Writes the slice header (7.3.3).
    private mutating func writeSliceHeader(isKey: Bool, number: Int) {
        bits.beginUnit(header: isKey ? 0x65 : 0x41)
        bits.writeExpGolomb(0)  // first_mb_in_slice
        bits.writeExpGolomb(isKey ? 7 : 5)  // every slice of the picture is I, or every one is P
        bits.writeExpGolomb(0)  // pic_parameter_set_id
        bits.write(number, bits: Self.frameNumberBits)
        if isKey {
            bits.writeExpGolomb(sampleSizes.count / framesPerSecond % 2)  // idr_pic_id differs from the last
            bits.write(0b00, bits: 2)  // earlier pictures are output; no long-term reference
        } else {
            bits.write(0b000, bits: 3)  // one reference, in order, marked by the sliding window
        }
        bits.writeExpGolomb(0)  // slice_qp_delta
        bits.writeExpGolomb(1)  // no deblocking
    }

    private mutating func encode(_ cell: Int, _ discs: [Disc], typeOffset: Int) {
        let hasLeft = cell % grid.columns > 0
        let hasTop = cell >= grid.columns
        let cover = covers[cell]
        let isStill = cover == Self.backdrop
        stored[cell] = false
        if cover != Self.mixed, hasLeft, covers[cell - 1] == cover, !isStill || repeatsLeft[cell] {
            writePrediction(cell, hasLeft: hasLeft, hasTop: hasTop, type: typeOffset + 2, chroma: 0b010)
        } else if cover != Self.mixed, hasTop, covers[cell - grid.columns] == cover,
            !isStill || repeatsTop[cell]
        {
            writePrediction(cell, hasLeft: hasLeft, hasTop: hasTop, type: typeOffset + 1, chroma: 0b011)
        } else {
            stored[cell] = true
            bits.writeExpGolomb(typeOffset + 25)  // I_PCM
            bits.align()
            drawBlock(cell, discs)
            block.withUnsafeBufferPointer { bits.append($0) }
        }
    }

    /// Writes an Intra_16x16 macroblock without a residual. Its type gives the direction, and so does `chroma`, the
    /// three bits of intra_chroma_pred_mode.
    private mutating func writePrediction(_ cell: Int, hasLeft: Bool, hasTop: Bool, type: Int, chroma: Int) {
        bits.writeExpGolomb(type)
        bits.write(chroma << 1 | 1, bits: 4)  // the last bit is mb_qp_delta 0
        // coeff_token for no coefficients (9.2.1). A stored neighbor counts as 16 coefficients, so the mean is 0, 8
        // or 16.
        let nearStored = hasLeft && stored[cell - 1] || hasTop && stored[cell - grid.columns]
        if nearStored { bits.write(0b000011, bits: 6) } else { bits.write(1, bits: 1) }
    }

    /// Draws a macroblock: 256 bytes of luma, then 64 bytes for each chroma plane.
    private mutating func drawBlock(_ cell: Int, _ discs: [Disc]) {
        let (column, row) = (cell % grid.columns, cell / grid.columns)
        let picture = picture
        let touching = discs.filter { $0.overlap(column: column, row: row) != .outside }
        block.withUnsafeMutableBufferPointer { buffer in
            guard let block = buffer.baseAddress else { return }
            Self.copy(picture.luma, side: 16, column: column, row: row, width: picture.width, to: block)
            let chroma = picture.width / 2
            Self.copy(picture.cb, side: 8, column: column, row: row, width: chroma, to: block + 256)
            Self.copy(picture.cr, side: 8, column: column, row: row, width: chroma, to: block + 320)
            for disc in touching {
                let color = disc.color
                disc.draw(color.luma, scale: 1, into: block, side: 16, left: column * 16, top: row * 16)
                disc.draw(color.cb, scale: 2, into: block + 256, side: 8, left: column * 8, top: row * 8)
                disc.draw(color.cr, scale: 2, into: block + 320, side: 8, left: column * 8, top: row * 8)
            }
        }
    }

    private static func copy(
        _ plane: [UInt8],
        side: Int,
        column: Int,
        row: Int,
        width: Int,
        to block: UnsafeMutablePointer<UInt8>
    ) {
        plane.withUnsafeBufferPointer { pixels in
            guard let base = pixels.baseAddress else { return }
            let first = base + row * side * width + column * side
            for line in 0..<side { memcpy(block + line * side, first + line * width, side) }
        }
    }
}
