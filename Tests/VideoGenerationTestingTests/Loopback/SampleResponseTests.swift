import Testing
import VideoGeneration

@Suite("Samples are filled in like the responses of a provider", .timeLimit(.minutes(20)))
struct SampleResponseTests {
    private static func text(_ response: HTTPResponse) -> String { String(decoding: response.body, as: UTF8.self) }

    @Test("An ID is escaped in a string, and percent-encoded in a URL")
    func urls() {
        let sample: SampleResponse = #"{"id": "<id>", "url": "<base>/tasks/<id>", "other": "s3://b/<file>"}"#
        let response = sample.filled([.id: "a/b \"c\"", .base: "https://api.example.com/v1", .file: "f/1"])
        #expect(
            Self.text(response)
                == #"{"id": "a/b \"c\"", "url": "https://api.example.com/v1/tasks/a%2Fb%20%22c%22", "other": "s3://b/f%2F1"}"#
        )
    }

    @Test("The row of a list is repeated for each task")
    func rows() throws {
        let sample: SampleResponse = #"{"page": {"data": [{"id": "<id>", "own": "<own>"}]}, "note": "<unknown>"}"#
        let json = try JSONValue(parsing: sample.filled(rows: [[.id: "1", .own: "a"], [.id: "2"]]).body)
        let rows: JSONValue = [["id": "1", "own": "a"], ["id": "2", "own": ""]]
        #expect(json["page"]?["data"] == rows)
        #expect(json["note"] == "<unknown>")
        #expect(sample.isList)
        #expect(!SampleResponse(#"{"id": "<id>", "tags": ["a"]}"#).isList)
        #expect(try JSONValue(parsing: sample.filled(rows: []).body)["page"]?["data"] == [])
    }

    @Test(
        "The line of a key is compared with its name, prefix and suffix",
        arguments: [
            ("Authorization: Bearer <key>", "Bearer k1", true), ("Authorization: Bearer <key>", "Key k1", false),
            ("Authorization: Bearer <key>", "Bearer k2", false), ("x-goog-api-key: <key>", "k1", true),
            ("Authorization: Signature", "Signature 123", true), ("Authorization: Signature", "Bearer 123", false),
        ]
    )
    func keys(_ line: String, _ value: String, _ isAccepted: Bool) {
        #expect(SampleKeyField(line).accepts(value, key: "k1") == isAccepted)
    }
}
