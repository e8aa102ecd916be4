import TestSupport
import Testing
import VideoGenerationTesting

@testable import VideoGeneration
@testable import VideoGenerationCore

@Suite("A response decides about money by the table alone", .timeLimit(.minutes(20)))
struct PurchaseOutcomeTests {
    @Test("every status from 200 to 599 with every body, header, redirect and setting is judged as the table says")
    func table() async throws {
        let (differences, judged) = try await givingWay {
            var judged = 0
            let differences = try PurchaseTable().differences(
                of: {
                    judged += 1
                    return PurchaseOutcome(of: $1)
                },
                statuses: 200...599,
                isFull: true,
                limit: 20
            )
            return (differences, judged)
        }
        #expect(differences.isEmpty, "\(differences.joined(separator: "\n"))")
        #expect(judged == 122_631, "every combination of the table is judged")
    }

    @Test("each broken gate is found by the table", arguments: PurchaseMutant.all)
    func mutant(_ mutant: PurchaseMutant) async throws {
        let differences = try await givingWay {
            try PurchaseTable().differences(
                of: mutant.judge,
                statuses: PurchaseTable.tableStatuses,
                isFull: false,
                limit: 1
            )
        }
        #expect(!differences.isEmpty, "the table does not notice: \(mutant.name)")
    }

    @Test("the gate has the rules of the table, in its order")
    func rules() {
        #expect(PurchaseOutcome.rules.count == 7)
    }

    @Test("a text that is cut off anywhere proves nothing, under any status")
    func cuts() throws {
        let endpoint = try Endpoint("https://api.example.com/v1")
        let text = Array(
            #" {"id":"v-1","n":[1.5e3,true,null,"\u00e9\n"],"error":{"message":"no \"key\"","code":"x"}}"#.utf8
        )
        #expect(throws: Never.self) { try JSONValue(parsing: text) }
        for count in 2..<text.count {
            for status in [200, 400, 401, 429] {
                let response = HTTPResponse(status: status, body: Array(text[..<count]))
                let judged = PurchaseOutcome.Response(
                    head: response.head,
                    evidence: SubmitCase.reader.evidence(in: response, at: endpoint),
                    rules: SubmitCase.reader.rules,
                    endpoint: endpoint
                )
                #expect(PurchaseOutcome(of: judged) == .unknown, "\(status), \(count) bytes")
            }
        }
    }

    @Test("of a generated response only what the table names decides", arguments: [UInt64(1), 2, 3, 4])
    func property(_ seed: UInt64) async throws {
        let (objection, drawn) = try await givingWay { try Self.objection(seed: seed, count: 1_000) }
        #expect(objection == nil)
        // Every outcome was drawn, and the rewording was one.
        #expect(drawn.accepted >= 200 && drawn.refused >= 100 && drawn.notNow >= 5 && drawn.unknown >= 200, "\(drawn)")
        #expect(drawn.reworded >= 2_700, "\(drawn)")
    }

    private struct Drawn {
        var accepted = 0
        var refused = 0
        var notNow = 0
        var unknown = 0
        var reworded = 0

        mutating func count(_ outcome: PurchaseOutcome) {
            switch outcome {
            case .accepted: accepted += 1
            case .refused: refused += 1
            case .notNow: notNow += 1
            case .unknown: unknown += 1
            }
        }
    }

    /// Judges a response, then the same one with other words, keys and header fields in it.
    private static func objection(seed: UInt64, count: Int) throws -> (String?, Drawn) {
        var draw = ResponseDraw(seed: seed)
        var drawn = Drawn()
        let endpoint = try Endpoint("https://api.example.com/v1")
        for _ in 0..<count {
            let example = draw.response()
            let outcome = example.outcome(by: SubmitCase.reader, at: endpoint)
            drawn.count(outcome)
            for _ in 0..<3 {
                let reworded = draw.reworded(example)
                if reworded.description != example.description { drawn.reworded += 1 }
                let other = reworded.outcome(by: SubmitCase.reader, at: endpoint)
                if other != outcome { return ("seed \(seed): \(example) is \(outcome), reworded \(other)", drawn) }
            }
            switch outcome {
            case .accepted:
                if example.id == nil { return ("seed \(seed): \(example) was accepted without an ID", drawn) }
            case .refused, .notNow:
                let statuses = [
                    301, 307, 308, 400, 401, 402, 403, 404, 405, 407, 411, 413, 414, 415, 417, 422, 426, 429, 431, 451,
                ]
                let isProof = statuses.contains(example.status) && example.id == nil
                if !isProof { return ("seed \(seed): \(example) counts as \(outcome)", drawn) }
            case .unknown:
                if example.id != nil { return ("seed \(seed): the ID of \(example) was dropped", drawn) }
            }
        }
        return (nil, drawn)
    }
}
