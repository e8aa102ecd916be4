/// One box of an ISO base media file (ISO/IEC 14496-12, section 4.2): its type and the range of its payload.
struct MP4Box {
    /// The type, which has four characters.
    let type: String
    /// The byte range of the payload in the file.
    let payload: Range<Int64>
}

/// Reads boxes from a file whose every byte may be hostile: each read is bounded, each size is checked against the
/// enclosing box, and no arithmetic can trap.
final class MP4Reader {
    /// The maximum number of boxes in a file. No video of these providers has more, and hours of one-second
    /// fragments have fewer.
    private static let maximumBoxes = 300_000

    let file: any DiskFile
    let size: Int64
    /// The number of boxes that can still be read. Nested boxes count, and a box that is read twice counts twice.
    private var boxesLeft = maximumBoxes

    init(file: any DiskFile, size: Int64) {
        self.file = file
        self.size = size
    }

    /// Calls a closure for each of the boxes that fill a range, in order.
    /// - Throws: ``VideoError`` with code `truncated` if a box extends past the end of the file, or `notAVideo` if
    ///   the bytes aren't boxes. Errors of the closure are rethrown.
    func forEachBox(in range: Range<Int64>, _ visit: (MP4Box) throws -> Void) throws {
        var offset = range.lowerBound
        while offset < range.upperBound {
            let box = try box(at: offset, within: range)
            guard let box else { return }
            try visit(box)
            offset = box.payload.upperBound
            boxesLeft -= 1
            guard boxesLeft > 0 else { throw VideoError.notAnMP4("it has too many boxes") }
        }
    }

    /// Returns the boxes that fill a range.
    func boxes(in range: Range<Int64>) throws -> [MP4Box] {
        var boxes: [MP4Box] = []
        try forEachBox(in: range) { boxes.append($0) }
        return boxes
    }

    /// Returns the box at an offset, or nil if fewer than 8 bytes are left and all of them are zero. Some writers
    /// leave such bytes.
    private func box(at offset: Int64, within range: Range<Int64>) throws -> MP4Box? {
        let header = try file.read(at: offset, count: Int(min(16, range.upperBound - offset)))
        guard header.count >= 8 else {
            if header.allSatisfy({ $0 == 0 }) { return nil }
            throw VideoError.notAnMP4("a box at \(offset) has only \(header.count.counted("byte"))")
        }
        // Some QuickTime types begin with 0xA9, a copyright sign.
        guard header[4..<8].allSatisfy({ (0x20...0x7E).contains($0) || $0 == 0xA9 }) else {
            throw VideoError.notAnMP4(
                header.allSatisfy { $0 == 0 } ? "there are only zeros at \(offset)" : "there is no box at \(offset)"
            )
        }
        var length = Int64(header.unsigned32(at: 0) ?? 0)
        var start = offset + 8
        switch length {
        case 0: length = range.upperBound - offset
        case 1:
            guard let long = header.unsigned64(at: 8), let signed = Int64(exactly: long), signed >= 16 else {
                throw VideoError.notAnMP4("the box at \(offset) has an invalid size")
            }
            length = signed
            start += 8
        case 2..<8: throw VideoError.notAnMP4("the box at \(offset) has an invalid size")
        default: break
        }
        let (end, overflow) = offset.addingReportingOverflow(length)
        let type = String(header[4..<8].map { Character(Unicode.Scalar($0)) })
        guard !overflow, end <= range.upperBound else {
            guard range.upperBound == size else {
                throw VideoError.notAnMP4("the box \(type) at \(offset) is larger than the one around it")
            }
            throw VideoError(
                .truncated,
                "The file ends inside its box \(type), after \(size) bytes."
            )
        }
        return MP4Box(type: type, payload: start..<max(start, end))
    }

    /// Reads up to a number of bytes from the start of a payload.
    func bytes(of box: MP4Box, upTo count: Int) throws -> [UInt8] {
        let length = box.payload.upperBound - box.payload.lowerBound
        return try file.read(at: box.payload.lowerBound, count: Int(min(Int64(count), length)))
    }
}

extension [UInt8] {
    /// Reads a big-endian number. Returns nil if the bytes end before the number does.
    func unsigned16(at index: Int) -> UInt16? { number(at: index, count: 2).map(UInt16.init(truncatingIfNeeded:)) }
    /// Reads a big-endian number. Returns nil if the bytes end before the number does.
    func unsigned32(at index: Int) -> UInt32? { number(at: index, count: 4).map(UInt32.init(truncatingIfNeeded:)) }
    /// Reads a big-endian number. Returns nil if the bytes end before the number does.
    func unsigned64(at index: Int) -> UInt64? { number(at: index, count: 8) }

    private func number(at index: Int, count: Int) -> UInt64? {
        guard index >= 0, index <= self.count - count else { return nil }
        return self[index..<index + count].reduce(0) { $0 << 8 | UInt64($1) }
    }
}

extension VideoError {
    /// Returns the error for a file that isn't a playable video.
    static func notAnMP4(_ reason: String) -> VideoError {
        VideoError(.notAVideo, "The file is not a playable MP4: \(reason).")
    }
}
