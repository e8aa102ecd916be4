#if canImport(Glibc)
import func Glibc.strstr
#elseif canImport(Musl)
import func Musl.strstr
#else
import func Darwin.strstr
#endif

/// Finds phrases in a message without regard to the case of ASCII letters.
///
/// A message is searched for dozens of phrases. The search therefore works on bytes: no normalization, no locale, and
/// no regular expression to compile.
struct PhraseSearch {
    /// The lower-cased text without zero bytes, terminated by one.
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

    /// Returns the offset of a phrase in the text's UTF-8; nil if it does not occur. The phrase must be in lower case.
    func position(of phrase: StaticString) -> Int? {
        bytes.withUnsafeBufferPointer { text in
            // Both texts end with a zero byte: this one by `init`, and a static string by definition.
            guard let start = text.baseAddress, let found = strstr(start, phrase.utf8Start) else { return nil }
            return UnsafePointer(found) - start
        }
    }
}
