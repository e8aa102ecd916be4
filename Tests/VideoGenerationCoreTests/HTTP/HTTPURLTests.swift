import Testing

@testable import VideoGenerationCore

@Suite(.timeLimit(.minutes(20))) struct HTTPURLTests {
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
            "https://host.example/a\u{0}b", "https://host.example\\@evil.example/", "https://host.example/a\\b",
            "https://ｅｘａｍｐｌｅ.com/", "https://usér@host.example/", "https://bu\u{308}cher.example/",
            "https://１２７.0.0.1/", "https://ho\u{200D}st.example/", "https://ex ample.例/",
        ]
    )
    func oddLinks(_ text: String) { #expect(HTTPURL(text) == nil) }

    @Test(
        "what no URL holds literally is percent-encoded, as every client does it, and the rest keeps its bytes",
        arguments: [
            ("https://x.example/图 片.png", "https://x.example/%E5%9B%BE%20%E7%89%87.png"),
            ("https://x.example/🎬.mp4?t=a b", "https://x.example/%F0%9F%8E%AC.mp4?t=a%20b"),
            ("https://x.example/a|b{c}\"d<e>^f`.mp4", "https://x.example/a%7Cb%7Bc%7D%22d%3Ce%3E%5Ef%60.mp4"),
            (
                "https://x.example/100%/a%2Fb%2b.mp4?sig=x%2By%3D&p=a+b",
                "https://x.example/100%/a%2Fb%2b.mp4?sig=x%2By%3D&p=a+b"
            ),
            (" https://x.example/v.mp4\n", "https://x.example/v.mp4"),
            ("https://x.example?名=船#片", "https://x.example/?%E5%90%8D=%E8%88%B9"),
            ("https://x.example/e\u{301}.mp4", "https://x.example/e%CC%81.mp4"),
        ]
    )
    func encoding(_ text: String, _ expected: String) { #expect(HTTPURL(text)?.string == expected) }

    @Test(
        "an international host becomes the name that is looked up",
        arguments: [
            ("https://Bücher.example:8443/a", "https://xn--bcher-kva.example:8443/a"),
            ("https://例え.テスト/v.mp4", "https://xn--r8jz45g.xn--zckzah/v.mp4"),
            ("https://straße.example/", "https://xn--strae-oqa.example/"),
            ("https://视频.x.example/船.mp4", "https://xn--cy2a840a.x.example/%E8%88%B9.mp4"),
            ("https://😀.example/", "https://xn--e28h.example/"),
        ]
    )
    func internationalHost(_ text: String, _ expected: String) {
        let url = HTTPURL(text)
        #expect(url?.string == expected)
        #expect(url.flatMap { HTTPURL($0.string) } == url, "what was encoded once stays as it is")
    }

    @Test("encoding does not make a longer URL than is accepted")
    func length() {
        #expect(HTTPURL("https://x.example/" + String(repeating: "船", count: 2_000)) == nil)
        #expect(HTTPURL("https://x.example/" + String(repeating: "a", count: 9_000)) == nil)
    }

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
