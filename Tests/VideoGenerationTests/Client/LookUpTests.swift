import Testing
import VideoGenerationTesting

@testable import VideoGeneration
@testable import VideoGenerationCore

@Suite("A lost submit is found by its own ID", .timeLimit(.minutes(20)))
struct LookUpTests {
    /// Responds with rows to a look-up and to a list. `OWN` stands for the ID that was sent.
    private func bench(
        field: OwnIDField = .body("external_id"),
        found: HTTPResponse,
        list: String? = nil
    ) throws -> RowBench {
        let dialect = RowDialect(ownIDField: field, canLookUp: true, canList: list != nil)
        return try RowBench(dialect) { request in
            let path = request.url.path
            if request.method == .post { throw HTTPTransportError(.connectionLost, .sent, "The response was lost.") }
            if path.contains("/list/") { return .json(list ?? "") }
            if path.hasSuffix("/videos/t1") { return .json(#"{"id":"t1","status":"queued","external_id":"mine"}"#) }
            guard let own = path.split(separator: "/").last, path.contains("/own/") else { return .json(404, "{}") }
            let text = String(decoding: found.body, as: UTF8.self).replacing("OWN", with: own)
            return .json(found.status, text)
        }
    }

    private func row(_ id: String, _ own: String? = "OWN") -> String {
        let echo = own.map { #","external_id":"\#($0)""# } ?? ""
        return #"{"id":"\#(id)","status":"processing","model":"film"\#(echo)}"#
    }

    private func rows(_ rows: String...) -> HTTPResponse { .json(#"{"data":[\#(rows.joined(separator: ","))]}"#) }

    @Test("The only task that repeats the ID is adopted, from a list or as a single task, before any list is read")
    func found() async throws {
        for response in [rows(row("t1")), rows(row("t0", "another"), row("t1"), row("t1")), .json(row("t1"))] {
            let bench = try bench(found: response, list: #"{"data":[]}"#)
            let task = try await bench.lose()
            let resolved = try await bench.client.resolve(task.id, as: .askProvider)
            #expect(resolved.state == .queued && resolved.remote?.id == "t1")
            #expect(bench.requests.last?.url.path == "/v1/own/\(task.ownID)")
            let sent = bench.requests.first { $0.method == .post }?.body
            #expect(String(decoding: sent ?? [], as: UTF8.self).contains(#""external_id":"\#(task.ownID)""#))
            #expect(try bench.journal.history(of: task.id).last?.note?.contains("own ID") == true)
        }
    }

    @Test("Two tasks that repeat the ID are both named, and neither is adopted")
    func two() async throws {
        let bench = try bench(found: rows(row("t1"), row("t2")), list: #"{"data":[\#(row("t3"))]}"#)
        let task = try await bench.lose()
        let error = await bench.failure { try await bench.client.resolve(task.id, as: .askProvider) }
        #expect(error?.code == .outcomeUnknown)
        #expect(error?.message.contains("t1 (") == true && error?.message.contains("t2 (") == true)
        #expect(try bench.task?.state == .outcomeUnknown)
    }

    @Test("A task that does not repeat the ID, or repeats another, is not adopted")
    func otherEcho() async throws {
        for response in [rows(row("t1", nil)), rows(row("t1", "v1-k3f9-1790000000")), .json(row("t1", nil)), rows()] {
            let bench = try bench(found: response)
            let task = try await bench.lose()
            let error = await bench.failure { try await bench.client.resolve(task.id, as: .askProvider) }
            #expect(error?.code == .outcomeUnknown && error?.purchase == .unknown)
            #expect(try bench.task?.remote == nil)
        }
    }

    @Test(
        "A look-up that finds nothing or fails proves nothing, and the list is read",
        arguments: [(404, #"{"error":{"message":"task not found"}}"#), (500, "{}"), (200, "no JSON"), (200, "{}")]
    )
    func fallback(status: Int, body: String) async throws {
        let bench = try bench(found: .json(status, body), list: #"{"data":[\#(row("t1", "LISTED"))]}"#)
        let task = try await bench.lose()
        let error = await bench.failure { try await bench.client.resolve(task.id, as: .askProvider) }
        #expect(error?.code == .outcomeUnknown)
        #expect(bench.requests.suffix(2).map(\.url.path) == ["/v1/own/\(task.ownID)", "/v1/list/text"])
        #expect(try bench.task?.state == .outcomeUnknown)

        let listless = try self.bench(found: .json(status, body))
        let other = try await listless.lose()
        let unsettled = await listless.failure { try await listless.client.resolve(other.id, as: .askProvider) }
        #expect(unsettled?.code == .outcomeUnknown && unsettled?.message.contains("own ID") == true)
    }

    @Test("A task of another task of the journal is not adopted, even if it repeats the ID")
    func claimed() async throws {
        let bench = try bench(found: rows(row("t1")))
        let first = try await bench.lose()
        try await bench.client.resolve(first.id, as: .askProvider)
        let second = try await bench.lose()
        let error = await bench.failure { try await bench.client.resolve(second.id, as: .askProvider) }
        #expect(error?.code == .outcomeUnknown && error?.message.contains("\(first.id)") == true)
        #expect(try bench.journal.task(second.id)?.remote == nil)
    }

    @Test("A value that the caller set is sent in place of the ID; it may be shared, so no look-up is made by it")
    func callersValue() async throws {
        let list = #"{"data":[\#(row("t1", "mine")),\#(row("t2", "OWN"))]}"#
        let bench = try bench(found: rows(row("t9")), list: list)
        let task = try await bench.lose(["external_id": "mine"])
        let sent = bench.requests.first { $0.method == .post }?.body
        #expect(String(decoding: sent ?? [], as: UTF8.self).contains(#""external_id":"mine""#))
        let error = await bench.failure { try await bench.client.resolve(task.id, as: .askProvider) }
        #expect(!bench.requests.contains { $0.url.path.contains("/own/") })
        // The row with the caller's value is a candidate, and the row with another value is not.
        #expect(error?.message.contains("t1 (") == true && error?.message.contains("t2") == false)
        let taken = try await bench.client.resolve(task.id, as: .taken("t1"))
        #expect(taken.remote?.id == "t1")
    }
}
