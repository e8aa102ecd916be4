/// Writes the bits of H.264 NAL units. Each unit is preceded by its length, as in MP4.
///
/// The writer also inserts the escape byte 0x03 after two zero bytes, as the format requires.
struct BitWriter {
    private(set) var bytes: [UInt8] = []
    private var pending: UInt64 = 0
    private var pendingBits = 0
    private var zeros = 0
    private var unitStart = 0

    /// Begins a NAL unit. `header` is its first byte (7.3.1).
    mutating func beginUnit(header: UInt8) {
        unitStart = bytes.count
        bytes += [0, 0, 0, 0, header]
        zeros = 0
    }

    /// Ends the unit with the stop bit and fills in its length.
    mutating func endUnit() {
        write(1, bits: 1)
        align()
        let length = bytes.count - unitStart - 4
        for index in 0..<4 {
            bytes[unitStart + index] = UInt8(truncatingIfNeeded: length >> (24 - 8 * index))
        }
    }

    /// Writes the low bits of a number, up to 32 of them.
    mutating func write(_ value: Int, bits: Int) {
        pending = pending << UInt64(bits) | UInt64(value)
        pendingBits += bits
        while pendingBits >= 8 {
            pendingBits -= 8
            emit(UInt8(truncatingIfNeeded: pending >> UInt64(pendingBits)))
        }
    }

    /// Writes an Exp-Golomb code, ue(v) (9.1).
    mutating func writeExpGolomb(_ value: Int) {
        let length = Int.bitWidth - (value + 1).leadingZeroBitCount
        write(value + 1, bits: 2 * length - 1)
    }

    /// Fills the current byte with zero bits.
    mutating func align() {
        if pendingBits > 0 { write(0, bits: 8 - pendingBits) }
    }

    /// Appends whole bytes, each of which must be at least 4. The position must be aligned.
    mutating func append(_ stored: UnsafeBufferPointer<UInt8>) {
        bytes.append(contentsOf: stored)
        zeros = 0
    }

    private mutating func emit(_ byte: UInt8) {
        if zeros >= 2, byte <= 3 {
            bytes.append(3)
            zeros = 0
        }
        bytes.append(byte)
        zeros = byte == 0 ? zeros + 1 : 0
    }
}
