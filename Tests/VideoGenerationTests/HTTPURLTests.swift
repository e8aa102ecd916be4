import Testing

@testable import VideoGeneration

@Suite struct HTTPURLTests {
    @Test(
        "D20 a relative Location is resolved by RFC 3986 and its bytes stay",
        arguments: [
            ("out.mp4", "https://cdn.example/a/out.mp4"),
            ("/a%2Fb?sig=x%2By", "https://cdn.example/a%2Fb?sig=x%2By"),
            ("//other.example/x", "https://other.example/x"),
            ("../up/./file?q=1#f", "https://cdn.example/up/file?q=1"),
            ("?only=query", "https://cdn.example/a/b.mp4?only=query"),
            ("http://plain.example", "http://plain.example/"),
        ]
    )
    func resolution(
        _ reference: String,
        _ expected: String
    ) {
        let base = HTTPURL("https://cdn.example/a/b.mp4?sig=1")
        #expect(base?.resolving(reference)?.string == expected)
    }

    @Test(
        "an odd link is no URL",
        arguments: [
            "ftp://a.example/", "https://", "https://user@host.example/", "https://a b.example/",
            "https://①②⑦.0.0.1/",
            "https://host.example:99999/", "https://host.example/\r\nX: y", "www.example.com", "",
        ]
    )
    func oddLinks(_ text: String) { #expect(HTTPURL(text) == nil) }

    @Test(
        "D18 a private or odd address is not public",
        arguments: [
            "127.0.0.1", "10.1.2.3", "169.254.169.254", "192.168.0.1", "172.20.0.1", "100.64.0.1", "0.0.0.0",
            "::1",
            "fe80::1", "fc00::1", "::ffff:10.0.0.1", "::ffff:127.0.0.1", "64:ff9b::a00:1", "2001:db8::1",
            "224.0.0.1",
        ]
    )
    func privateAddresses(_ text: String) {
        #expect(NetworkAddress(text)?.isPublic == false)
    }

    @Test("a public address is public", arguments: ["8.8.8.8", "2606:4700::1111", "172.32.0.1"])
    func publicAddresses(_ text: String) { #expect(NetworkAddress(text)?.isPublic == true) }
}
