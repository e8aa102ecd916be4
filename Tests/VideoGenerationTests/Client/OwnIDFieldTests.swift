import Testing
import VideoGenerationTesting

@testable import VideoGeneration
@testable import VideoGenerationCore

@Suite("A submit carries the task's own ID where the API repeats it", .timeLimit(.minutes(20)))
struct OwnIDFieldTests {
    private func submitted(_ dialect: RowDialect, _ options: [String: JSONValue] = [:]) async throws
        -> (HTTPRequest, VideoTask, RowBench)
    {
        let bench = try RowBench(dialect) { _ in .json(#"{"id":"t1","status":"queued"}"#) }
        let task = try await bench.submit(options)
        return (try #require(bench.requests.first { $0.method == .post }), task, bench)
    }

    private func text(_ request: HTTPRequest) -> String { String(decoding: request.body ?? [], as: UTF8.self) }

    @Test("In a header field, and then not in the body")
    func header() async throws {
        let (request, task, _) = try await submitted(RowDialect(ownIDField: .header("Idempotency-Key")))
        #expect(request.fields["Idempotency-Key"] == task.ownID)
        #expect(!text(request).contains(task.ownID) && !request.isSafe)
    }

    @Test("In the body, also inside an object that has other members")
    func body() async throws {
        let (plain, task, _) = try await submitted(RowDialect(ownIDField: .body("external_task_id")))
        #expect(text(plain) == #"{"prompt":"a paper boat","external_task_id":"\#(task.ownID)"}"#)
        #expect(!plain.fields.contains { $0.value.contains(task.ownID) })
        let labels: [String: JSONValue] = ["labels": ["team": "film"]]
        let (nested, second, _) = try await submitted(RowDialect(ownIDField: .body("labels.task")), labels)
        #expect(text(nested).contains(#""labels":{"team":"film","task":"\#(second.ownID)"}"#))
        let (alone, third, _) = try await submitted(RowDialect(ownIDField: .body("a.b.c")))
        #expect(text(alone).contains(#""a":{"b":{"c":"\#(third.ownID)"}}"#))
    }

    @Test("In a multipart form, as a field of its own")
    func form() async throws {
        let (request, task, _) = try await submitted(RowDialect(ownIDField: .body("external_id"), isForm: true))
        #expect(request.fields["Content-Type"]?.hasPrefix("multipart/form-data") == true)
        #expect(text(request).contains("name=\"external_id\"\r\n\r\n\(task.ownID)\r\n"))
    }

    @Test(
        "A value that the caller set is kept, and so is one that is no object where an object is needed",
        arguments: [["labels": ["task": "mine"]], ["labels": "mine"], ["labels": .null]] as [[String: JSONValue]]
    )
    func callersValue(options: [String: JSONValue]) async throws {
        let (request, task, bench) = try await submitted(RowDialect(ownIDField: .body("labels.task")), options)
        #expect(!text(request).contains(task.ownID))
        #expect(text(request).contains(#""labels":\#(try #require(options["labels"]).description)"#))
        #expect(!task.sendsOwnID(to: bench.provider.info))
    }

    @Test("A preview has none, because the task does not exist yet, and is otherwise what is sent")
    func preview() async throws {
        for field in [OwnIDField.header("Idempotency-Key"), .body("external_id")] {
            let (request, task, bench) = try await submitted(RowDialect(ownIDField: field))
            let shown = try bench.provider.preview(VideoRequest(prompt: "a paper boat", model: "film"))
            #expect(shown.fields["Idempotency-Key"] == nil && !text(shown).contains("external_id"))
            #expect(text(request).replacing(#","external_id":"\#(task.ownID)""#, with: "") == text(shown))
        }
    }

    @Test("A repeated submit of one task sends the same ID, and a submit is never safe to repeat by a connection")
    func unsafe() async throws {
        let bench = try RowBench(RowDialect(ownIDField: .body("external_id"))) { _ in .json(#"{"id":"t"}"#) }
        let requests = try await [1, 2].asyncMap { _ in
            _ = try await bench.provider.submit(VideoRequest(prompt: "a"), in: bench.context)
            return try #require(bench.transport.requests.last)
        }
        #expect(requests[0] == requests[1] && requests.allSatisfy { !$0.isSafe })
    }
}

extension Sequence {
    fileprivate func asyncMap<Value>(_ change: (Element) async throws -> Value) async rethrows -> [Value] {
        var values: [Value] = []
        for element in self { values.append(try await change(element)) }
        return values
    }
}
