import VideoPlatform

/// Lists of texts as C reads them.
enum CStrings {
    /// Runs work with the texts as an array of C strings. A NUL, which neither C nor PostgreSQL can hold in a text, is
    /// replaced.
    static func with<Result>(
        _ texts: [String?],
        _ work: (UnsafePointer<UnsafePointer<CChar>?>?) -> Result
    ) -> Result {
        let copies = texts.map { text in
            text.flatMap { strdup($0.utf8.contains(0) ? $0.replacing("\0", with: "\u{FFFD}") : $0) }
        }
        defer { for copy in copies { free(copy) } }
        return copies.map { $0.map { UnsafePointer($0) } }.withUnsafeBufferPointer { work($0.baseAddress) }
    }
}
