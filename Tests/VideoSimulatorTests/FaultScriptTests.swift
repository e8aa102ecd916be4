import Foundation
import Testing
import VideoGeneration

@testable import VideoSimulator

@Suite("A fault script", .timeLimit(.minutes(20)))
struct FaultScriptTests {
    @Test("is read from a file, with only its required members")
    func file() throws {
        let script = try FaultScript(
            json: Data(
                #"""
                {"seed": 7, "rules": [
                  {"on": "submit", "times": 1, "fault": {"drop": {"billed": true}}},
                  {"on": "status", "probability": 0.2, "fault": {"status": {"code": 503, "retryAfter": "2"}}},
                  {"path": "/backup", "nth": 3, "fault": "hang"},
                  {"fault": {"edit": {"path": "data.status", "value": ["a", 1]}}},
                  {"fault": {"edit": {"path": "data.status"}}}
                ]}
                """#.utf8
            )
        )
        #expect(
            script
                == FaultScript(
                    seed: 7,
                    rules: [
                        FaultRule(on: .submit, times: 1, .drop(billed: true)),
                        FaultRule(on: .status, probability: 0.2, .status(code: 503, retryAfter: "2")),
                        FaultRule(path: "/backup", nth: 3, .hang),
                        FaultRule(.edit(path: "data.status", value: ["a", 1])),
                        FaultRule(.edit(path: "data.status")),
                    ]
                )
        )
    }

    @Test("in the documentation can be read, and the documentation names every fault")
    func document() throws {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../Docs/Simulator.md")
        let text = try String(contentsOf: file, encoding: .utf8)
        let examples = text.components(separatedBy: "```json\n").dropFirst().compactMap {
            $0.components(separatedBy: "```").first
        }
        #expect(examples.count == 2)
        for example in examples { _ = try FaultScript(json: Data(example.utf8)) }
        let source = try String(
            contentsOf: file.deletingLastPathComponent().appendingPathComponent(
                "../Sources/VideoSimulator/Faults/Fault.swift"
            ),
            encoding: .utf8
        )
        let names = source.matches(of: #/(?m)^    case (\w+)/#).map { String($0.output.1) }
        #expect(names.count > 25)
        for name in names { #expect(text.contains("`\(name)`")) }
        for operation in SimulatorOperation.allCases { #expect(text.contains("`\(operation.rawValue)`")) }
        for reason in RefusalReason.allCases { #expect(text.contains("`\(reason.rawValue)`")) }
    }

    @Test("survives being written and read")
    func roundTrip() throws {
        let script = FaultScript(
            seed: .max,
            rules: [
                FaultRule(on: .media, nth: 2, times: 3, probability: 0.5, .stall(afterBytes: 9, seconds: 0.5)),
                FaultRule(.refuse(reason: .insufficientFunds)), FaultRule(.expired),
            ]
        )
        #expect(try FaultScript(json: JSONEncoder().encode(script)) == script)
    }

    @Test(
        "names the position of an error",
        arguments: [
            #"{"rules": [{"fault": "explode"}]}"#, #"{"rules": [{"fault": {"explode": {}}}]}"#, "{}",
            #"{"rules": [{"on": "everything", "fault": "hang"}]}"#, #"{"rules": [{"on": "submit"}]}"#,
        ]
    )
    func wrong(_ text: String) {
        #expect(throws: DecodingError.self) { try FaultScript(json: Data(text.utf8)) }
    }

    @Test("counts the requests that match a rule, and no others")
    func counting() {
        let engine = FaultEngine(
            FaultScript(rules: [FaultRule(on: .status, path: "/b", nth: 2, times: 2, .hang)])
        )
        func strikes(_ operation: SimulatorOperation, _ path: String) -> Bool {
            !engine.faults(on: operation, path: path, beforeBody: false).isEmpty
        }
        #expect(!strikes(.status, "/a"))
        #expect(!strikes(.submit, "/b"))
        #expect([1, 2, 3, 4].map { _ in strikes(.status, "/b") } == [false, true, true, false])
    }

    @Test("draws the same random numbers from the same seed")
    func seeded() {
        func draws(_ seed: UInt64) -> [Bool] {
            let engine = FaultEngine(FaultScript(seed: seed, rules: [FaultRule(probability: 0.3, .hang)]))
            return (0..<200).map { _ in !engine.faults(on: .status, path: "/", beforeBody: false).isEmpty }
        }
        #expect(draws(1) == draws(1))
        #expect(draws(1) != draws(2))
        #expect((30...90).contains(draws(3).count { $0 }))
    }

    @Test("sets and removes members of any response")
    func edit() throws {
        let json: JSONValue = ["a": ["b": 1, "c": [1, 2]], "d": 4]
        #expect(json.setting(["a", "b"], to: "x")[path: "a", "b"] == "x")
        #expect(json.setting(["a", "c", "1"], to: nil)[path: "a", "c"] == [1])
        #expect(json.setting(["d"], to: nil).object?.map(\.key) == ["a"])
        #expect(json.setting(["e", "f"], to: .null)[path: "e", "f"] == .null)
        #expect(json.setting(["a", "c", "9"], to: 1)[path: "a", "c"] != nil)
    }
}
