import VideoGeneration
import VideoPlatform

/// A `Range` field with a single range (RFC 9110, 14.2), applied to a body of known length.
enum ByteRange: Equatable {
    /// No range, or a form that a server may ignore.
    case whole
    /// The bytes from the lower bound up to the upper bound.
    case part(Range<Int>)
    /// A range that contains no byte of the body.
    case unsatisfiable

    init(_ field: String?, length: Int) {
        guard let field, field.lowercased().hasPrefix("bytes="), !field.contains(",") else {
            self = .whole
            return
        }
        let bounds = field.dropFirst("bytes=".count).split(
            separator: "-",
            maxSplits: 1,
            omittingEmptySubsequences: false
        ).map { $0.trimmed }
        guard bounds.count == 2, bounds.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } })
        else {
            self = .whole
            return
        }
        switch (Int(bounds[0]), Int(bounds[1])) {
        case (let first?, nil) where bounds[1].isEmpty:
            self = first < length ? .part(first..<length) : .unsatisfiable
        case (let first?, let last?) where first <= last:
            self = first < length ? .part(first..<min(last, length - 1) + 1) : .unsatisfiable
        case (nil, let count?) where bounds[0].isEmpty:
            self = count > 0 && length > 0 ? .part(max(length - count, 0)..<length) : .unsatisfiable
        default: self = .whole
        }
    }
}
