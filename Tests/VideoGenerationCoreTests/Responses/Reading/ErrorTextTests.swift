import Testing

@testable import VideoGenerationCore

@Suite(.timeLimit(.minutes(20))) struct ErrorTextTests {
    static let marks: [(String, String, String?)] = [
        ("no_valid_channel_error (tid: 2026042800000000001)", "no_valid_channel_error", "2026042800000000001"),
        ("It failed. Request id: 021785abc", "It failed.", "021785abc"),
        ("It failed, request_id: req_7", "It failed", "req_7"),
        ("It failed（request id：2026a1）", "It failed", "2026a1"),
        ("失败【请求ID：2026a1】", "失败", "2026a1"),
        ("失败，请求 id: 2026a1。", "失败。", "2026a1"),
        ("Too busy. (RequestId: 6f1c-8, trace_id=4bf92f3577b3)", "Too busy.", "6f1c-8"),
        ("bad [x-request-id: 8f3a9c] input", "bad input", "8f3a9c"),
        ("bad x-oneapi-request-id=2026abc input", "bad input", "2026abc"),
        ("bad input reqid=99", "bad input", "99"),
        ("bad input \"request_id\": \"a1b2\"", "bad input", "a1b2"),
        ("X-Tt-Logid: 2026112700112233 denied", "denied", "2026112700112233"),
        ("Error 1015 Ray ID: 8f3a9c1d2e", "Error 1015", "8f3a9c1d2e"),
        (
            "Please include the request ID 8f3a9c1d2e in your message.",
            "Please include the request ID in your message.", "8f3a9c1d2e"
        ),
        ("The request id is missing.", "The request id is missing.", nil),
        ("Your identity: 12345678 is unknown", "Your identity: 12345678 is unknown", nil),
        ("catalog_id: 12345678 is unknown", "catalog_id: 12345678 is unknown", nil),
        ("(request id: )", "(request id: )", nil),
        ("call() is wrong", "call() is wrong", nil),
    ]

    @Test("ids of requests and traces are taken out of the sentence in every spelling", arguments: marks.indices)
    func mark(_ index: Int) {
        let (text, rest, id) = Self.marks[index]
        let mark = RequestMark(in: text)
        #expect(mark.text == rest)
        #expect(mark.id == id)
    }

    static let pages: [(String, String?)] = [
        (
            "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1><hr>nginx</body></html>",
            "502 Bad Gateway nginx"
        ),
        (
            "<!DOCTYPE html><head><style type=\"text/css\">body > p { color: #333 }</style><script>if (a < b) x()</script>"
                + "<title>Down</title></head>", "Down"
        ),
        ("<STYLE>p{}</STYLE><p>Down&nbsp;&amp; out</p>", "Down & out"),
        ("<!--[if lt IE 9]> <html class=\"ie\"> <![endif]--><p>Down</p>", "Down"),
        ("<title>Down</title><style>body {", "Down"),
        ("<script src=\"a.js\"/><p>Down</p>", "Down"),
        ("seconds must be > 4 and < 10", "seconds must be > 4 and < 10"),
        ("a <b", "a"), ("<style>p{}</style>", nil), ("<", "<"),
    ]

    @Test("a page says its words, without tags, style sheets and scripts", arguments: pages.indices)
    func page(_ index: Int) { #expect(ErrorText.shown(Self.pages[index].0) == Self.pages[index].1) }
}
