import VideoGeneration

/// The two H.264 parameter sets (7.3.2) of a simulated video, without length or start code.
struct ParameterSets {
    let sequence: [UInt8]
    let picture: [UInt8]
    /// Ten times the number of the level (A.3.1).
    let level: UInt8

    /// - Parameter peak: The number of bits in the largest second.
    init(grid: MacroblockGrid, framesPerSecond: Int, peak: Int) {
        let level = Self.level(grid: grid, framesPerSecond: framesPerSecond, peak: peak)
        self.level = level
        sequence = Self.unit(header: 0x67) { bits in
            bits.write(66, bits: 8)  // Baseline profile
            bits.write(0b1100_0000, bits: 8)  // constrained, and compatible with Main
            bits.write(Int(level), bits: 8)
            bits.writeExpGolomb(0)  // seq_parameter_set_id
            bits.writeExpGolomb(PictureEncoder.frameNumberBits - 4)
            bits.writeExpGolomb(2)  // pic_order_cnt_type: output order is decoding order
            bits.writeExpGolomb(1)  // max_num_ref_frames
            bits.write(0, bits: 1)  // gaps_in_frame_num_value_allowed_flag
            bits.writeExpGolomb(grid.columns - 1)
            bits.writeExpGolomb(grid.rows - 1)
            bits.write(1, bits: 1)  // frame_mbs_only_flag
            bits.write(1, bits: 1)  // direct_8x8_inference_flag
            let crop = (right: grid.columns * 16 - grid.size.width, bottom: grid.rows * 16 - grid.size.height)
            bits.write(crop == (0, 0) ? 0 : 1, bits: 1)
            if crop != (0, 0) {  // in units of two pixels
                for edge in [0, crop.right / 2, 0, crop.bottom / 2] { bits.writeExpGolomb(edge) }
            }
            Self.writeUsability(framesPerSecond: framesPerSecond, to: &bits)
        }
        picture = Self.unit(header: 0x68) { bits in
            bits.writeExpGolomb(0)  // pic_parameter_set_id
            bits.writeExpGolomb(0)  // seq_parameter_set_id
            bits.write(0b00, bits: 2)  // CAVLC; no bottom field order
            bits.writeExpGolomb(0)  // one slice group
            bits.writeExpGolomb(0)  // one reference
            bits.writeExpGolomb(0)
            bits.write(0b000, bits: 3)  // no weighted prediction
            for _ in 0..<3 { bits.writeExpGolomb(0) }  // QP 26, QS 26, no chroma offset
            bits.write(0b100, bits: 3)  // slices can disable deblocking; unconstrained intra prediction
        }
    }

    /// Writes the usability information (E.1.1): square pixels, BT.709, the frame rate, and no reordering.
    private static func writeUsability(framesPerSecond: Int, to bits: inout BitWriter) {
        bits.write(1, bits: 1)  // vui_parameters_present_flag
        bits.write(1, bits: 1)
        bits.write(1, bits: 8)  // aspect_ratio_idc: 1:1
        bits.write(0, bits: 1)  // no overscan info
        bits.write(0b1_101_0_1, bits: 6)  // unspecified format, limited range, color description follows
        for _ in 0..<3 { bits.write(1, bits: 8) }  // BT.709
        bits.write(0, bits: 1)  // no chroma location
        bits.write(1, bits: 1)
        bits.write(1, bits: 32)  // num_units_in_tick
        bits.write(framesPerSecond * 2, bits: 32)  // time_scale counts fields
        bits.write(1, bits: 1)  // fixed_frame_rate_flag
        bits.write(0b000, bits: 3)  // no HRD, no pic_struct
        bits.write(0b10, bits: 2)  // bitstream restrictions follow; no motion vectors beyond the edges
        for _ in 0..<5 { bits.writeExpGolomb(0) }  // no limits, no motion vectors, no reordering
        bits.writeExpGolomb(1)  // max_dec_frame_buffering
    }

    private static func unit(header: UInt8, _ body: (inout BitWriter) -> Void) -> [UInt8] {
        var bits = BitWriter()
        bits.beginUnit(header: header)
        body(&bits)
        bits.endUnit()
        return Array(bits.bytes.dropFirst(4))
    }

    /// Returns the lowest level of table A-1 that allows the picture size, the frame rate and the bit rate.
    private static func level(grid: MacroblockGrid, framesPerSecond: Int, peak: Int) -> UInt8 {
        let levels: [(UInt8, rate: Int, frame: Int, kilobits: Int)] = [
            (30, 40_500, 1_620, 10_000), (31, 108_000, 3_600, 14_000), (32, 216_000, 5_120, 20_000),
            (40, 245_760, 8_192, 20_000), (41, 245_760, 8_192, 50_000), (42, 522_240, 8_704, 50_000),
            (50, 589_824, 22_080, 135_000), (51, 983_040, 36_864, 240_000), (52, 2_073_600, 36_864, 240_000),
        ]
        let longest = max(grid.columns, grid.rows)
        let fit = levels.first {
            $0.frame >= grid.count && $0.rate >= grid.count * framesPerSecond
                && 8 * $0.frame >= longest * longest && $0.kilobits * 1000 >= peak
        }
        return fit?.0 ?? 62
    }
}
