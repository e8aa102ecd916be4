import VideoPlatform

#if canImport(FoundationEssentials)
@_spi(_Unicode) import Swift
#endif

/// A caller's own name of a task, as it is compared: the bytes of its canonical composition (Unicode NFC).
package struct TaskLabel: Sendable, Hashable {
    /// The longest label in bytes.
    static let maximumBytes = 200

    /// The canonical composition of the caller's text.
    package let text: String

    /// Checks and normalizes a label.
    /// - Throws: ``VideoError`` with code `invalidRequest` if the label is empty, too long, or holds an invisible
    ///   character.
    package init(_ label: String) throws(VideoError) {
        text = Self.composed(label)
        let isPlain = !text.unicodeScalars.contains(where: \.isInvisible)
        guard !text.isEmpty, text.utf8.count <= Self.maximumBytes, isPlain else {
            throw VideoError(
                .invalidRequest,
                "A label has 1 to \(Self.maximumBytes) bytes, without line breaks and other invisible characters. "
                    + "“\(Redaction.singleLine(label, limit: 40))” is no label.",
                advice: "Nothing was sent."
            )
        }
    }

    /// The name of the label's file: a hash, because a label may contain any character.
    var fileName: String { SHA256Stream.digest(of: Array(text.utf8)).prefix(32) + ".json" }

    private static func composed(_ label: String) -> String {
        #if canImport(FoundationEssentials)
        // The part of Foundation that does this loads 30 MiB of locale data.
        var scalars = String.UnicodeScalarView()
        for scalar in label._nfc { scalars.append(scalar) }
        return String(scalars)
        #else
        return label.precomposedStringWithCanonicalMapping
        #endif
    }
}
