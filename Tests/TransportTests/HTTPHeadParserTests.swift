import Testing

@testable import VideoGeneration
@testable import VideoGenerationCore

@Suite("Head parser", .timeLimit(.minutes(20)))
struct HTTPHeadParserTests {
    private func parse(_ lines: [String]) throws -> HTTPResponseHead? {
        var parser = HTTPHeadParser()
        var head: HTTPResponseHead?
        for line in lines { head = try Array(line.utf8).withUnsafeBytes { try parser.consume($0) } ?? head }
        return head
    }

    @Test("Odd but clear heads are read")
    func lenient() throws {
        let head = try parse([
            "HTTP/2 200 \r\n", "retry-after:5\r\n", "X-Folded: a\r\n", "\t b \r\n", "no colon here\r\n",
            ": no name\r\n",
            "bad name: x\r\n", "X-Bell: a\u{7}b\r\n", "X-Empty:\r\n", "\r\n", "X-Trailer: late\r\n", "\r\n",
        ])
        #expect(head?.status == 200)
        #expect(head?.fields.map(\.name) == ["retry-after", "X-Folded", "X-Empty"])
        #expect(head?.fields["X-Folded"] == "a b")
        #expect(head?.fields["X-Empty"] == "")
    }

    @Test("A status line of bare line feeds and without a reason is read")
    func bareLineFeeds() throws {
        #expect(try parse(["HTTP/1.0 404\n", "\n"])?.status == 404)
    }

    @Test(
        "Heads without a clear status are refused",
        arguments: [
            "HTTP/1.1 20\r\n", "HTTP/1.1\r\n", "HTTP/1.1 2x0 OK\r\n", "HTTP/1.1 099 No\r\n", "HTTP/1.1 600 No\r\n",
        ]
    )
    func refused(line: String) {
        #expect(throws: HTTPHeadParser.Refusal.self) { try parse([line, "\r\n"]) }
    }
}
