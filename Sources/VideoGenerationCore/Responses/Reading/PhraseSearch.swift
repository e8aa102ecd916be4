#if canImport(Glibc)
import func Glibc.strstr
#elseif canImport(Musl)
import func Musl.strstr
#else
import func Darwin.strstr
#endif

/// Finds phrases in a message without regard to the case of ASCII letters.
///
/// Messages are searched for dozens of phrases, so this works on bytes: no normalisation, no locale, no
/// regular expression to compile.
struct PhraseSearch {
    /// Folded, without zeros inside, with one at the end.
    private let bytes: [CChar]

    init(_ text: String) {
        bytes =
            text.utf8.map { byte in
                switch byte {
                case 0x41...0x5A: CChar(bitPattern: byte | 0x20)
                case 0: 0x20
                default: CChar(bitPattern: byte)
                }
            } + [0]
    }

    func contains(_ phrase: StaticString) -> Bool { position(of: phrase) != nil }

    /// Where a phrase begins, as an offset into the text's UTF-8. The phrase is in lower case.
    func position(of phrase: StaticString) -> Int? {
        bytes.withUnsafeBufferPointer { text in
            // Both texts end with a zero: this one by `init`, a static string by its own promise.
            guard let start = text.baseAddress, let found = strstr(start, phrase.utf8Start) else { return nil }
            return UnsafePointer(found) - start
        }
    }
}
