import Testing

@testable import VideoGenerationCore

@Suite("A response with a number that is not JSON keeps its ID", .timeLimit(.minutes(20)))
struct ResponseNumberTests {
    @Test(
        "Leading zeros are rejected in JSON, and accepted in a provider's response",
        arguments: ["01", "-00", "[0012]"]
    )
    func leadingZeros(_ text: String) throws {
        #expect(throws: JSONParsingError.self) { try JSONValue(parsing: text) }
        #expect(try JSONValue(parsingResponse: text.utf8).description == text)
    }

    @Test(
        "A submit's response with such a number is accepted with its ID",
        arguments: [#"{"id": "task-9", "progress": 00}"#, #"{"code": 0000, "task_id": "task-9"}"#]
    )
    func submit(_ body: String) throws {
        let reader = ResponseReader(statuses: StatusTable())
        let response = HTTPResponse(status: 200, body: Array(body.utf8))
        #expect(reader.evidence(in: response, at: try Endpoint("https://api.example.com")).taskID == "task-9")
        #expect(ResponseDocument(response).taskID(["task_id", "id"]) == "task-9")
    }
}
