import Foundation
import Testing

/// A test that waits for what never comes must fail. Without a limit, it holds up the whole run.
@Suite("A test that hangs fails", .timeLimit(.minutes(20)))
struct TimeLimitTests {
    private static let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()

    @Test("Every suite has a time limit")
    func suites() throws {
        let files = try #require(FileManager.default.enumerator(at: Self.tests, includingPropertiesForKeys: nil))
        var count = 0
        for case let file as URL in files where file.pathExtension == "swift" {
            let suites = try Self.suites(in: String(contentsOf: file, encoding: .utf8))
            count += suites.count
            for suite in suites {
                #expect(suite.hasLimit, "\(file.lastPathComponent): \(suite.name) needs .timeLimit(.minutes(20))")
            }
        }
        #expect(count >= 140, "the suites are found")
    }

    @Test("A suite without a limit is found, with or without @Suite, on one line or several")
    func found() {
        let limit = ".timeLimit(.minutes(20))"
        let test = "{\n    @Test func works() {}\n}\n"
        for text in ["struct A \(test)", "@Suite struct A \(test)", "@Suite(\"a (b)\")\nfinal class A \(test)"] {
            #expect(Self.suites(in: text).map(\.hasLimit) == [false], "\(text)")
        }
        for text in [
            "@Suite(\(limit)) struct A \(test)", "@Suite(\n    \"a\",\n    \(limit)\n)\nstruct A \(test)",
        ] {
            #expect(Self.suites(in: text).map(\.hasLimit) == [true], "\(text)")
        }
        #expect(Self.suites(in: "struct A {\n    func helps() {}\n}\n").isEmpty)
        #expect(Self.suites(in: "@Suite(\(limit))\nstruct A \(test)struct B \(test)").map(\.hasLimit) == [true, false])
    }

    private struct Suite {
        let name: String
        let hasLimit: Bool
    }

    /// Returns the types at the left margin of a formatted file that have tests.
    private static func suites(in text: String) -> [Suite] {
        var suites: [Suite] = []
        var attributes = ""
        var name: String?
        var hasTests = false
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if name == nil {
                if line.hasPrefix("@") || line.hasPrefix(" ") || line.hasPrefix(")") { attributes += line }
                guard let match = line.firstMatch(of: /^(?:@.*\) |@\w+ )?(?:\w+ )*(?:struct|class|actor|enum) (\w+)/)
                else {
                    continue
                }
                name = String(match.output.1)
            } else if line == "}" {
                if hasTests, let name {
                    suites.append(Suite(name: name, hasLimit: attributes.contains(".timeLimit(.minutes(20))")))
                }
                (name, attributes, hasTests) = (nil, "", false)
            } else if line.hasPrefix("    @Test") {
                hasTests = true
            }
        }
        return suites
    }
}
