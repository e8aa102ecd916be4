import Foundation
import ProviderManifests
import Testing
import VideoGeneration
import VideoGenerationTesting

/// A change to the smallest manifest that must be refused, and a part of the message.
struct HostileManifest: Sendable, CustomTestStringConvertible {
    let name: String
    let part: String
    let replacement: String
    let line: Int
    let message: String
    var testDescription: String { name }

    init(_ name: String, _ part: String, _ replacement: String, line: Int, _ message: String) {
        self.name = name
        self.part = part
        self.replacement = replacement
        self.line = line
        self.message = message
    }
}

@Suite("Hostile manifests", .timeLimit(.minutes(20)))
struct HostileManifestTests {
    private static let auth = #""header": "X-Acme-Key""#
    private static let path = #""path": "/jobs", "#
    private static let status = #""status": {"path": "/jobs/{id}"}"#

    private static func header(_ name: String) -> HostileManifest {
        HostileManifest("the header field \(name)", path, #"\#(path)"headers": {"\#(name)": "x"}, "#, line: 7, "field")
    }

    private static func errorRow(_ row: String, _ message: String) -> HostileManifest {
        HostileManifest("the proof \(row)", #""words": {"#, #""errors": [\#(row)], "words": {"#, line: 10, message)
    }

    static let members = [
        HostileManifest(
            "an unknown member",
            #""summary""#,
            #""sumary""#,
            line: 4,
            "Did you mean \u{201C}summary\u{201D}?"
        ),
        HostileManifest(
            "an unknown member inside",
            #""scheme""#,
            #""schema""#,
            line: 5,
            "Did you mean \u{201C}scheme\u{201D}?"
        ),
        HostileManifest("a script", status, #""script": "return 1", \#(status)"#, line: 8, "no member"),
        HostileManifest("a key", auth, #""key": "sk-live-1", \#(auth)"#, line: 5, "A key does not belong"),
        HostileManifest("a key as its variable", "ACME_API_KEY", "sk-live-1", line: 5, "environment variable"),
        HostileManifest("a newer format", #""format": 1"#, #""format": 2"#, line: 2, "format 1"),
        HostileManifest("a dialect with a path", #""acme""#, #""../acme""#, line: 3, "lowercase letters"),
        HostileManifest(
            "a member that occurs twice",
            #""format": 1,"#,
            #""format": 1, "format": 1,"#,
            line: 2,
            "twice"
        ),
        HostileManifest("a word with two meanings", #"["broken"]"#, #"["broken", "Ready"]"#, line: 10, "one meaning"),
    ]

    static let templates = [
        HostileManifest(
            "a key in the path",
            #""/jobs/{id}""#,
            #""/jobs/{key}""#,
            line: 8,
            "no placeholder for the key"
        ),
        HostileManifest("a key in the body", "{prompt}", "{token}", line: 7, "no placeholder for the key"),
        HostileManifest(
            "a key in the query",
            path,
            #"\#(path)"query": {"api_key": "sk-1"}, "#,
            line: 7,
            "must not be part of a URL"
        ),
        HostileManifest("a query in the path", #""/jobs""#, #""/jobs?key=sk-1""#, line: 7, "no ?"),
        HostileManifest("an expression", "{seconds}", "{seconds*2}", line: 7, "no placeholder"),
        HostileManifest(
            "a mistyped placeholder",
            "{prompt}",
            "{promt}",
            line: 7,
            "Did you mean \u{201C}prompt\u{201D}?"
        ),
        HostileManifest("a placeholder of another request", "{prompt}", "{id}", line: 7, "no placeholder"),
        HostileManifest("a brace alone", "{prompt}", "{prompt", line: 7, "brace"),
        HostileManifest("a loop", "\"{prompt}\"", #"{"$each": "{prompt}"}"#, line: 7, "not known here"),
        HostileManifest(
            "an address as a path",
            #""/jobs""#,
            #""https://evil.example/jobs""#,
            line: 7,
            "below the base URL"
        ),
        HostileManifest(
            "another host as a path",
            #""/jobs""#,
            #""//evil.example/jobs""#,
            line: 7,
            "below the base URL"
        ),
        HostileManifest("a path upwards", #""/jobs""#, #""/../admin""#, line: 7, ".."),
        header("Authorization"), header("x-acme-key"), header("X-Api-Key"), header("Cookie"), header("Host"),
        header("Content-Length"), header("Proxy-Authorization"), header("X-Forwarded-For"),
        HostileManifest(
            "a placeholder in a header field",
            path,
            #"\#(path)"headers": {"X-A": "{prompt}"}, "#,
            line: 7,
            "constant"
        ),
    ]

    static let places = [
        HostileManifest("a base URL without encryption", "https://api", "http://api", line: 6, "https"),
        HostileManifest("a base URL with a user", "https://api", "https://me:pw@api", line: 6, "https"),
        HostileManifest("a base URL of a file", "https://api.acme.example/v1", "file:///etc/passwd", line: 6, "https"),
        HostileManifest(
            "a host without encryption",
            status,
            #""hosts": [{"origin": "http://a.example"}], \#(status)"#,
            line: 8,
            "https"
        ),
        HostileManifest(
            "a service of this machine",
            status,
            #""hosts": [{"origin": "http://127.0.0.1:8080"}], \#(status)"#,
            line: 8,
            "https"
        ),
        HostileManifest(
            "a whole domain",
            status,
            #""hosts": [{"origin": "https://*.com"}], \#(status)"#,
            line: 8,
            "two names"
        ),
        HostileManifest(
            "the key for any host of a domain",
            status,
            #""hosts": [{"origin": "https://*.a.example", "getsKey": true}], \#(status)"#,
            line: 8,
            "single hosts"
        ),
        HostileManifest("a place without a slash", #""/job""#, #""job""#, line: 9, "JSON Pointer"),
        HostileManifest("a place with a wild escape", #""/job""#, #""/a~2""#, line: 9, "JSON Pointer"),
    ]

    static let proofs = [
        errorRow(#"{"on": "submit", "http": 503, "codes": ["busy"], "proves": "notNow"}"#, "proves nothing"),
        errorRow(#"{"on": "submit", "http": 500, "codes": ["busy"], "proves": "refused"}"#, "proves nothing"),
        errorRow(#"{"on": "submit", "http": 408, "codes": ["busy"], "proves": "notNow"}"#, "proves nothing"),
        errorRow(#"{"on": "submit", "http": 302, "codes": ["busy"], "proves": "refused"}"#, "proves nothing"),
        errorRow(#"{"on": "submit", "http": 400, "proves": "refused"}"#, "own codes"),
        errorRow(#"{"on": "submit", "codes": ["busy"], "proves": "notNow"}"#, "HTTP status"),
        errorRow(#"{"codes": ["busy"], "http": 400, "proves": "notNow"}"#, "\"on\""),
        errorRow(#"{"on": "status", "http": 502, "codes": ["x"], "proves": "failed"}"#, "proves nothing"),
        errorRow(#"{"on": "status", "http": 404, "proves": "gone"}"#, "says nothing about a task"),
        errorRow(#"{"on": "status", "http": 401, "proves": "failed"}"#, "says nothing about a task"),
        errorRow(#"{"on": "status", "http": 200, "proves": "failed"}"#, "says nothing about a task"),
        errorRow(#"{"on": "file", "http": 429, "proves": "failed"}"#, "without codes"),
        errorRow(#"{"on": "submit", "http": 200, "codes": [0], "proves": "notNow"}"#, "codes of a success"),
        errorRow(#"{"is": "refused"}"#, "\"codes\", \"http\" or both"),
    ]

    @Test("It is refused, with its line and a correction", arguments: members + templates + places + proofs)
    func refused(_ hostile: HostileManifest) throws {
        let problems = try ManifestText.minimal.replacing(hostile.part, with: hostile.replacement).problems()
        #expect(problems.contains { $0.line == hostile.line && $0.message.contains(hostile.message) }, "\(problems)")
    }

    @Test("The smallest manifest itself keeps the promises")
    func healthy() async throws {
        let manifest = try ManifestText.minimal.manifest()
        try await ProviderConformance(dialect: manifest.dialect, script: manifest.samples).run()
    }

    static let texts: [(String, String)] = [
        ("", "too early"), ("[1, 2", "comma"), ("{\"a\": 1,}", "comma before }"), ("{} {}", "follows"),
        ("null", "object"),
        ("{\"a\": // b\n1}", "not JSON"), ("{\"a\": \"\u{1}\"}", "control"), (#"{"a": "\u001b[2J"}"#, "control"),
        ("{\"a\": \"b\n\"}", "control"), (#"{"a": "\q"}"#, "escape"), ("{\"a\": 01}", "not JSON"),
        ("{\"a\" 1}", "colon"),
        (String(repeating: "[", count: 100_000), "nested deeper"),
        ("{\"a\":" + String(repeating: "{\"a\":", count: 100_000), "nested deeper"),
    ]

    @Test("A text that is not JSON is refused at its first mistake", arguments: texts.indices)
    func syntax(_ index: Int) throws {
        let (text, message) = Self.texts[index]
        let problems = ManifestText(text).problems()
        #expect(problems.first?.message.contains(message) == true, "\(problems)")
    }

    @Test("Bytes that are not UTF-8 are refused, and a byte order mark is not")
    func bytes() {
        #expect(throws: ManifestError.self) {
            try ProviderManifest(parsing: [0x7B, 0x22, 0xFF, 0x22, 0x3A, 0x31, 0x7D])
        }
        let marked = [0xEF, 0xBB, 0xBF] + Array(ManifestText.minimal.text.utf8)
        #expect(throws: Never.self) { try ProviderManifest(parsing: marked) }
    }

    @Test("A manifest of 10 MB is refused at once")
    func size() throws {
        let padding = String(repeating: " ", count: 10 << 20)
        let problems = try ManifestText.minimal.replacing("{\n  \"format\"", with: "{\(padding)\n  \"format\"")
            .problems()
        #expect(problems.count == 1 && problems[0].message.contains("more than 1048576 bytes"))
    }

    @Test("An amount that is no number is told apart from an amount whose place is missing")
    func amount() throws {
        let sample = #""withoutOutput": {"#
        let missing = try ManifestText.minimal.replacing(sample, with: #""charge": 40, \#(sample)"#)
        #expect(missing.problems().map(\.message).contains { $0.contains("needs \"charge\" in \"read\"") })
        let text = try ManifestText.minimal.replacing(sample, with: #""charge": {"amount": 40}, \#(sample)"#)
            .replacing(#""reason": "/why""#, with: #""charge": {"at": "/cost", "unit": "credits"}, "reason": "/why""#)
        #expect(text.problems().map(\.message).contains { $0.contains("a number such as 40") })
    }

    @Test("An object with very many members is refused without much work")
    func manyMembers() {
        let members = (0..<50_000).map { "\"m\($0)\":1" }.joined(separator: ",")
        #expect(ManifestText("{\(members)}").problems().first?.message.contains("more than 1000 members") == true)
        let start = ContinuousClock.now
        let few = (0..<999).map { "\"m\($0)\":1" }.joined(separator: ",")
        #expect(ManifestText("{\(few)}").problems().count == 50)
        #expect(ContinuousClock.now - start < .seconds(20))
    }

    @Test("Every prefix of a manifest, and every manifest with one byte changed, is refused or read without a trap")
    func damaged() throws {
        let bytes = Array(ManifestText.minimal.text.utf8)
        for count in stride(from: 0, to: bytes.count, by: 7) {
            #expect(throws: ManifestError.self) { try ProviderManifest(parsing: bytes[..<count]) }
        }
        for index in stride(from: 0, to: bytes.count, by: 5) {
            var changed = bytes
            changed[index] ^= 0x15
            _ = try? ProviderManifest(parsing: changed)
        }
    }
}
