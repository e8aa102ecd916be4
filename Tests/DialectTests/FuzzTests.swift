import Foundation
import TestSupport
import Testing
import VideoGeneration

@Suite("No answer whatever makes the client crash or invent something", .timeLimit(.minutes(20)))
struct FuzzTests {
    /// Twelve seeds, so that the cores share the work: 204,000 answers.
    static let seeds = Array(UInt64(1)...12)
    static let inputsPerSeed = 17_000

    static let dialects = registry.plugins.map(\.dialect)
    /// The response to an upload is not read by a dialect's tables.
    static let operations = DialectOperation.allCases.filter { $0 != .upload }

    @Test("Every dialect takes part")
    func all() { #expect(Set(Self.dialects).count == 8 && DialectOperation.allCases.count >= 5) }

    @Test("R3 P25 mutated answers of every dialect and operation", arguments: seeds)
    func fuzz(_ seed: UInt64) async throws {
        let (objection, drawn) = try await givingWay { try Self.objection(of: seed) }
        if let objection { Issue.record("seed \(seed), \(objection)") }
        // Most inputs are other than what they were made from, and the dialects find something in many of them.
        #expect(drawn.inputs == Self.inputsPerSeed && drawn.changed >= Self.inputsPerSeed / 2, "\(drawn)")
        #expect(drawn.broken >= Self.inputsPerSeed / 20 && drawn.broken <= Self.inputsPerSeed / 2, "\(drawn)")
        #expect(drawn.tasks >= Self.inputsPerSeed / 5 && drawn.errors >= Self.inputsPerSeed / 5, "\(drawn)")
        #expect(drawn.links >= Self.inputsPerSeed / 50, "\(drawn)")
    }

    /// What was drawn, and what the dialects found in it.
    private struct Drawn {
        var inputs = 0
        var changed = 0
        var broken = 0
        var tasks = 0
        var errors = 0
        var links = 0

        mutating func count(_ seen: ResponseExplanation, _ bytes: [UInt8], from origin: [UInt8]) {
            inputs += 1
            if bytes != origin { changed += 1 }
            if (try? JSONValue(parsingResponse: bytes)) == nil { broken += 1 }
            if seen.snapshot != nil { tasks += 1 }
            if seen.error != nil { errors += 1 }
            if seen.output != nil || seen.snapshot?.outputs.isEmpty == false { links += 1 }
        }
    }

    private static func objection(of seed: UInt64) throws -> (String?, Drawn) {
        var drawn = Drawn()
        var mutation = Mutation(generator: SeededGenerator(state: seed))
        let bodies = AnswerCase.all.map { ($0, (try? JSONValue(parsing: $0.response.body)) ?? .string("page")) }
        let dialects = try dialects.map { (try dialect($0), try endpoint(for: $0)) }
        for number in 0..<inputsPerSeed {
            let (origin, body) = bodies[Int.random(in: bodies.indices, using: &mutation.generator)]
            let bytes = mutation.mutate(body)
            let isOwn = Bool.random(using: &mutation.generator)
            let (dialect, endpoint) =
                dialects.first { isOwn && $0.0.name == origin.dialect }
                ?? dialects[Int.random(in: dialects.indices, using: &mutation.generator)]
            let operation =
                isOwn
                ? origin.operation : operations.randomElement(using: &mutation.generator) ?? .status
            let status =
                isOwn
                ? origin.response.status
                : [200, 200, 200, 202, 302, 400, 404, 429, 500].randomElement(using: &mutation.generator) ?? 200
            let response = HTTPResponse(status: status, fields: origin.response.head.fields, body: bytes)
            let seen = ResponseExplanation(of: response, to: operation, by: dialect, at: endpoint)
            drawn.count(seen, bytes, from: body.bytes)
            if let objection = Objection.to(seen, of: response, at: endpoint) {
                return ("input \(number): \(objection): \(String(decoding: bytes, as: UTF8.self))", drawn)
            }
        }
        return (nil, drawn)
    }

    @Test("What a dialect invents is seen: a task, a file, a link, an end and a key for another server")
    func objections() throws {
        let endpoint = try endpoint(for: "openai-videos")
        let text = #"{"id":"t-1","status":"completed","video_url":"https://cdn.example/v.mp4"}"#
        let response = HTTPResponse(status: 200, body: Array(text.utf8))
        let seen = ResponseExplanation(of: response, to: .status, by: try dialect("openai-videos"), at: endpoint)
        #expect(Objection.to(seen, of: response, at: endpoint) == nil)
        let link = try #require(HTTPURL("https://cdn.example/v.mp4"))
        let other = try #require(HTTPURL("https://cdn.example/other.mp4"))
        let right = try #require(seen.snapshot)
        func objection(_ change: (inout TaskSnapshot) -> Void) -> String? {
            var snapshot = right
            change(&snapshot)
            return Objection.to(snapshot, among: ["t-1", "completed", link.string], in: seen, at: endpoint)
        }
        #expect(objection { _ in } == nil)
        #expect(objection { $0.remote.id = "t-2" } == "an invented task id, t-2")
        #expect(objection { $0.remote.fileID = "f-1" } == "an invented file id, f-1")
        #expect(objection { $0.outputs = [VideoOutput(other)] } == "an invented link, \(other.string)")
        #expect(
            objection { $0.outputs = [VideoOutput(link, backupLinks: [other])] } == "an invented link, \(other.string)"
        )
        #expect(objection { $0.outputs = [VideoOutput(link, needsCredential: true)] } == "the key goes astray")
        #expect(objection { $0.state = .failed } == "a failure without a reason")
        #expect(objection { $0.progress = 2 } == "progress 2.0")
        #expect(objection { $0.isKnownStatus = false } == "an unknown word that ends a task")
    }

    @Test("P25 nesting, duplicate keys, a byte order mark and garbage are read or refused, never trapped")
    func oddJSON() throws {
        let texts = [
            String(repeating: "[", count: 100_000), String(repeating: "{\"data\":", count: 100_000),
            "\u{FEFF}{\"task_id\":\"1\"}", "{\"task_id\":\"1\",\"task_id\":\"2\"}", "{\"task_id\":\"1\"} trailing",
            "{}", "[]", "null", "\"x\"", "", " ", "\u{0}",
        ]
        for text in texts {
            for name in Self.dialects {
                for operation in Self.operations {
                    let response = HTTPResponse(status: 200, body: Array(text.utf8))
                    let seen = ResponseExplanation(
                        of: response,
                        to: operation,
                        by: try dialect(name),
                        at: try endpoint(for: name)
                    )
                    #expect(Objection.to(seen, of: response, at: try endpoint(for: name)) == nil)
                }
            }
        }
        let twice = HTTPResponse(status: 200, body: Array(texts[3].utf8))
        let seen = ResponseExplanation(
            of: twice,
            to: .submit,
            by: try dialect("minimax-v1"),
            at: try endpoint(for: "minimax-v1")
        )
        #expect(seen.snapshot?.remote.id == "2")
    }
}

/// What may never come out of an answer, whatever went in.
enum Objection {
    static func to(_ seen: ResponseExplanation, of response: HTTPResponse, at endpoint: Endpoint) -> String? {
        var scalars: Set<String> = []
        if let json = try? JSONValue(parsingResponse: response.body) { collect(json, into: &scalars) }
        for snapshot in [seen.snapshot].compactMap({ $0 }) + (seen.tasks ?? []) {
            if let objection = to(snapshot, among: scalars, in: seen, at: endpoint) { return objection }
        }
        if let output = seen.output, seen.operation == .file, let objection = check(output, scalars, endpoint) {
            return objection
        }
        if let error = seen.error {
            let text = error.message
            if text.isEmpty || text.count > 500 { return "a message of \(text.count) characters" }
            if text.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x202E }) { return "an escape" }
        }
        return nil
    }

    /// Returns what is wrong with a task that was read.
    /// - Parameter scalars: every text and number of the response.
    static func to(
        _ snapshot: TaskSnapshot,
        among scalars: Set<String>,
        in seen: ResponseExplanation,
        at endpoint: Endpoint
    ) -> String? {
        let id = snapshot.remote.id
        if !id.isEmpty, !scalars.contains(id) { return "an invented task id, \(id)" }
        if let file = snapshot.remote.fileID, !scalars.contains(file) { return "an invented file id, \(file)" }
        if snapshot.state == .succeeded, snapshot.outputs.isEmpty, snapshot.remote.fileID == nil,
            seen.output == nil
        {
            return "success with neither link nor file"
        }
        if !snapshot.isKnownStatus, snapshot.state != .running, snapshot.failure == nil, seen.operation != .submit {
            return "an unknown word that ends a task"
        }
        if snapshot.state == .failed, snapshot.failure == nil { return "a failure without a reason" }
        if let progress = snapshot.progress, !(0...1).contains(progress) { return "progress \(progress)" }
        for output in snapshot.outputs {
            if let objection = check(output, scalars, endpoint) { return objection }
        }
        return nil
    }

    private static func check(_ output: VideoOutput, _ scalars: Set<String>, _ endpoint: Endpoint) -> String? {
        if output.needsCredential, output.link?.origin != endpoint.origin { return "the key goes astray" }
        for link in [output.link].compactMap({ $0 }) + output.backupLinks {
            let isRoute = link.string.hasPrefix(endpoint.baseURL.string + "/videos/")
            let isTold = scalars.contains {
                let text = $0.trimmingCharacters(in: CharacterSet(charactersIn: " \t\r\n`\"'<>"))
                return $0 == link.string || HTTPURL(text)?.string == link.string
                    || endpoint.baseURL.resolving(text)?.string == link.string
                    || $0.contains(link.target)
            }
            if !isRoute, !isTold { return "an invented link, \(link.string)" }
        }
        return nil
    }

    private static func collect(_ value: JSONValue, into scalars: inout Set<String>) {
        switch value {
        case .string(let text): scalars.insert(text)
        case .number(let digits): scalars.insert(digits)
        case .array(let elements): for element in elements { collect(element, into: &scalars) }
        case .object(let object): for member in object { collect(member.value, into: &scalars) }
        case .null, .bool: break
        }
    }
}
