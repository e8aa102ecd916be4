import Testing

@testable import VideoLint

@Suite("The rules of the house find what breaks them, and nothing else", .timeLimit(.minutes(20)))
struct LintRuleTests {
    /// The rules that a file breaks, each with its line.
    private func broken(
        _ text: String,
        path: String = "Sources/Acme/Acme.swift",
        room: LintedFile.Room = .engine
    ) -> [String] {
        let file = LintedFile(path: path, room: room, text: "enum Acme {}\n" + text)
        return LintRule.all.flatMap { rule in rule.broken(file).map { "\(rule.name) \($0 + 1)" } }
    }

    @Test(
        "Each rule finds its line",
        arguments: [
            ("transport", "import FoundationNetworking"),
            ("transport", "let session = URLSession.shared"),
            ("platform", "#if os(Linux)"),
            ("trap", "let a = try! b()"),
            ("trap", "let a = b as! C"),
            ("trap", "fatalError()"),
            ("trap", "let a = b!"),
            ("trap", "let a = b[0]!.c"),
            ("trap", "f(a!, b)"),
            ("unchecked", "final class A: @unchecked Sendable {}"),
            ("unchecked", "nonisolated(unsafe) var a = 1"),
            ("print", "print(a)"),
            ("time", "let now = Date()"),
            ("time", "try await Task.sleep(for: .seconds(1))"),
            ("chance", "let a = Int.random(in: 0..<4)"),
            ("files", "FileManager.default.removeItem(atPath: a)"),
            ("unstructured", "Task { await a() }"),
            ("unstructured", "Task.detached(priority: .high) { await a() }"),
            ("unfinished", "// TODO: later"),
        ]
    )
    func finds(_ rule: String, _ line: String) {
        #expect(broken(line).contains("\(rule) 2"))
    }

    @Test(
        "What only looks like it is left alone",
        arguments: [
            "let a = b != c", "let a = !b", "if a! == b {} // one and the same", "let a = \"try! b!\"",
            "// the word fatalError( in a comment", "func f(_ a: Task<Int, Never>) {}", "dump(a, to: &text)",
            "enum URLSessionLike {}", "value.write(to: &output)", "let a = try? b()", "private enum Inner {}",
            "#if canImport(Glibc)",
        ]
    )
    func leaves(_ line: String) {
        #expect(broken(line) == [])
    }

    @Test("A reason beside it excuses a trap, on the line or above it; a mark does not")
    func reasons() {
        #expect(broken("let a = b! // the table has every key") == [])
        #expect(broken("// The table has every key.\nlet a = b!") == [])
        #expect(broken("// MARK: - Table\nlet a = b!") == ["trap 3"])
        #expect(broken("// The table has every key.\n\n\nlet a = b!") == ["trap 5"])
        #expect(broken("import FoundationNetworking // needed") == ["transport 2"])
    }

    @Test("Rooms have their own rules")
    func rooms() {
        #expect(broken("let now = Date()", room: .library) == [])
        #expect(broken("print(a)", room: .program) == [])
        #expect(broken("try await Task.sleep(for: .seconds(1))", room: .tests) == ["sleep 2"])
        #expect(broken("let session = URLSession.shared", path: "Sources/Acme/Transport/Acme.swift") == [])
        #expect(broken("import Foundation") == [])
    }

    @Test("An adapter imports the core alone, or says why not")
    func adapter() {
        #expect(broken("public import VideoGenerationCore", room: .adapter) == [])
        #expect(broken("public import VideoGeneration", room: .adapter) == ["imports 2"])
        #expect(broken("@preconcurrency import Foundation", room: .adapter) == ["imports 2"])
        #expect(broken("// The provider signs its requests.\nimport CryptoKit", room: .adapter) == [])
    }

    @Test(
        "An adapter is told of each call that its imports do not hold",
        arguments: [
            ("time", "let now = Date()"), ("time", "let now = ContinuousClock.now"),
            ("chance", "Int.random(in: 0..<4)"),
            ("files", "try String(contentsOfFile: path, encoding: .utf8)"), ("files", "try Data(contentsOf: file)"),
            ("files", "try data.write(to: file)"), ("unstructured", "Task { await a() }"),
        ]
    )
    func adapterCalls(_ rule: String, _ line: String) {
        #expect(broken(line, room: .adapter) == ["\(rule) 2"])
    }

    @Test("A file is not too long, holds three types at most, and is named for one of them")
    func shape() {
        #expect(broken(String(repeating: "\n", count: 320)) == ["length 301"])
        #expect(broken("struct A {}\nstruct B {}\npublic final class C {}") == ["one-type 4"])
        #expect(broken("", path: "Sources/Acme/Other.swift") == ["file-name 1"])
        #expect(broken("extension Acme {}", path: "Sources/Acme/Acme+Topic.swift") == [])
        #expect(broken("@_exported public import Foundation", path: "Sources/Acme/Other.swift") == [])
    }
}
