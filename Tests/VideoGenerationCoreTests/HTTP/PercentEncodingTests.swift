import Testing

@testable import VideoGenerationCore

@Suite(.timeLimit(.minutes(20))) struct PercentEncodingTests {
    @Test(
        "What was encoded is decoded again, byte for byte",
        arguments: ["", "plain-._~", "a b+c=d&e/f%", "ö €😀", "a\u{0}b"]
    )
    func roundTrip(_ text: String) {
        let encoded = PercentEncoding.encode(text)
        #expect(encoded.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F })
        #expect(PercentEncoding.decode(encoded) == text)
    }

    @Test("Lower case counts, and what is no encoding is left as it is")
    func decoding() {
        #expect(PercentEncoding.decode("%e2%82%ac+") == "€+")
        #expect(PercentEncoding.decode("ö") == "ö")
    }

    @Test("A cut or odd encoding decodes to nothing", arguments: ["%", "%4", "a%zz", "%C3", "%-1", "%٣٣"])
    func odd(_ text: String) { #expect(PercentEncoding.decode(text) == nil) }
}
