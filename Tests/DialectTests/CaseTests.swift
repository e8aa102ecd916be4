import Foundation
import Testing
import VideoGeneration

/// An answer and what must be read out of it.
struct AnswerCase: Sendable, CustomTestStringConvertible {
    let name: String
    let dialect: String
    let operation: DialectOperation
    let response: HTTPResponse
    let expected: JSONObject
    var testDescription: String { name }

    /// A file that is missing, and a line that cannot be read, fail the test that looks at this.
    static let table = Result {
        try ["cases", "more", "reports", "reported"].flatMap(load)
    }
    static var all: [AnswerCase] { (try? table.get()) ?? [] }

    /// A line that is no case.
    struct Unreadable: Error {
        let file: String
        let line: Int
    }

    private static func load(_ name: String) throws -> [AnswerCase] {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Cases")
        let text = try String(contentsOf: folder.appending(path: "\(name).jsonl"), encoding: .utf8)
        return try read(text, file: name)
    }

    /// The cases of a text, one a line.
    static func read(_ text: String, file: String) throws -> [AnswerCase] {
        try text.split(separator: "\n").enumerated().map { index, line in
            let json = try JSONValue(parsing: String(line))
            guard let name = json["name"]?.text, let dialect = json["dialect"]?.text,
                let operation = json["operation"]?.text.flatMap(DialectOperation.init),
                let status = json["httpStatus"]?.int, let expected = json["expect"]?.object, !expected.isEmpty,
                let body = json["body"]
            else { throw Unreadable(file: file, line: index + 1) }
            // A body that is no JSON stands in the table as a string.
            let bytes = if case .string(let page) = body { Array(page.utf8) } else { body.bytes }
            var fields = HTTPFields()
            for member in json["headers"]?.object ?? [:] { fields[member.key] = member.value.text }
            return AnswerCase(
                name: name,
                dialect: dialect,
                operation: operation,
                response: HTTPResponse(status: status, fields: fields, body: bytes),
                expected: expected
            )
        }
    }
}

@Suite("Answers of every dialect", .timeLimit(.minutes(20)))
struct CaseTests {
    @Test("R3 each recorded shape is read as it must be", arguments: AnswerCase.all)
    func read(_ answer: AnswerCase) throws {
        let explanation = ResponseExplanation(
            of: answer.response,
            to: answer.operation,
            by: try dialect(answer.dialect),
            at: try endpoint(for: answer.dialect)
        )
        let seen = explanation.json
        for member in answer.expected {
            switch member.key {
            case "error":
                for part in member.value.object ?? [:] {
                    #expect(seen["error"]?[part.key] == part.value, "\(part.key) in \(seen)")
                }
            case "messageContains":
                #expect(seen["error"]?["message"]?.text?.contains(member.value.text ?? "") == true, "\(seen)")
            case "messageLacks":
                #expect(seen["error"]?["message"]?.text?.contains(member.value.text ?? "") == false, "\(seen)")
            case "expiresAt": #expect(seen["expiresAt"]?.date == member.value.date, "\(seen)")
            case "progress": #expect(seen["progress"]?.double == member.value.double, "\(seen)")
            default: #expect(seen[member.key] == member.value, "\(member.key) in \(seen)")
            }
        }
        if answer.expected["error"] == nil, answer.expected["messageContains"] == nil {
            #expect(seen["error"] == nil, "\(seen)")
        }
    }

    @Test("a code that says that the provider failed is shown by its class, and what it means for a purchase with it")
    func failedPurchase() throws {
        let body = #"{"base_resp": {"status_code": 1001, "status_msg": "timeout"}}"#
        let explanation = ResponseExplanation(
            of: HTTPResponse(status: 200, body: Array(body.utf8)),
            to: .submit,
            by: try dialect("minimax-v1"),
            at: try endpoint(for: "minimax-v1")
        )
        #expect(explanation.error?.code == .providerUnavailable)
        #expect(explanation.words.contains { $0.contains("the request is never sent again") })
    }

    @Test("R3 an endless status word is running, and does not fill the journal")
    func endlessWord() throws {
        let body = #"{"id": "v1", "status": "\#(String(repeating: "x", count: 100_000))"}"#
        let snapshot = try dialect("openai-videos").snapshot(
            HTTPResponse(status: 200, body: Array(body.utf8)),
            of: RemoteTask(id: "v1"),
            at: try endpoint(for: "openai-videos")
        )
        #expect(snapshot.state == .running && !snapshot.isKnownStatus)
        #expect(snapshot.rawStatus?.count == 200)
    }

    @Test("no case is lost on the way to the table: every line is one, and none is there twice")
    func count() throws {
        let table = try AnswerCase.table.get()
        // Those of the wire formats, more of them, those of public reports, and others of their kind.
        #expect(table.count == 103 + 172 + 16 + 51)
        #expect(Set(table.map(\.name)).count == table.count)
    }

    @Test(
        "a line that cannot be read is an error, and no case less",
        arguments: ["{", "{}", #"{"name": "x", "dialect": "minimax-v1", "operation": "poll", "httpStatus": 200}"#]
    )
    func unreadable(_ line: String) {
        #expect(throws: (any Error).self) { try AnswerCase.read(line, file: "none") }
    }
}
