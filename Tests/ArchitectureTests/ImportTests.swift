import Testing

@Suite("The core and the adapters can do no I/O", .timeLimit(.minutes(20)))
struct ImportTests {
    /// The names that the core imports from Foundation and the C library, file by file.
    private static let scoped: [String: Set<String>] = [
        "FoundationValues.swift": [
            "protocol Foundation.ContiguousBytes", "struct Foundation.Data", "struct Foundation.Date",
            "struct Foundation.Decimal", "struct Foundation.Locale", "typealias Foundation.TimeInterval",
        ],
        "ByteSearch.swift": ["func C.memchr", "func C.memcmp"],
        "PhraseSearch.swift": ["func C.strstr"],
        "Secret+Environment.swift": ["func C.getenv"],
        "NetworkAddress.swift": [
            "func C.inet_pton", "struct C.in_addr", "struct C.in6_addr", "var C.AF_INET", "var C.AF_INET6",
        ],
    ]

    @Test("The core imports single names of Foundation and the C library, and Synchronization")
    func core() throws {
        let files = try SourceFile.all(in: "VideoGenerationCore")
        #expect(files.count > 80)
        for file in files {
            let imports = Set(file.imports.map(Self.neutral)).subtracting(["Synchronization"])
            #expect(imports == Self.scoped[file.name, default: []], "\(file.path)")
        }
        #expect(Set(Self.scoped.keys).isSubset(of: files.map(\.name)))
    }

    @Test("An adapter imports the core alone")
    func adapters() throws {
        let files = try SourceFile.all(in: "Adapters")
        #expect(files.count > 15)
        for file in files { #expect(Set(file.imports).isSubset(of: ["VideoGenerationCore"]), "\(file.path)") }
    }

    /// The standard library and members of the imported types reach the clock and files without an import.
    @Test("The core and the adapters neither read a clock, wait, start work, nor open a file")
    func calls() throws {
        let files = try SourceFile.all(in: "VideoGenerationCore") + SourceFile.all(in: "Adapters")
        let call = Self.forbiddenCall
        let found = files.flatMap { file in file.lines.filter { $0.contains(call) }.map { "\(file.path): \($0)" } }
        #expect(found == [])
    }

    @Test(
        "Each forbidden call is found",
        arguments: [
            "let now = Date()", "let now: Date = .now", "ContinuousClock.now", "try await Task.sleep(for: delay)",
            "Thread.sleep(1)", "Task { await a() }", "Task.detached(operation: a)", "try Data(contentsOf: file)",
            "try String(contentsOfFile: path, encoding: .utf8)", "try data.write(to: file)", "Int.random(in: 0..<4)",
        ]
    )
    func forbidden(_ line: String) { #expect(line.contains(Self.forbiddenCall)) }

    @Test("The imports of a file are read with their modifiers, and not out of strings")
    func reading() {
        let text = """
            @_exported public import struct Foundation.Data
            import Synchronization // import Glibc
            let text = "import Darwin"
            """
        let file = SourceFile(path: "A/B.swift", text: text)
        #expect(file.imports == ["struct Foundation.Data", "Synchronization"])
    }

    private static var forbiddenCall: Regex<Substring> {
        #/\bDate\(\)|\.now\b|\bTask\.(?:sleep|detached)\b|\bTask\s*\{|\bThread\b|\bcontentsOfFile:|\bData\(contentsOf:|\.write\(to(?:File)?:(?!\s*&)|\.random\(/#
            .wordBoundaryKind(.simple)
    }

    /// Returns an import with one name for the libraries that each platform names in its own way.
    private static func neutral(_ name: String) -> String {
        name.replacing(#/\b(?:Glibc|Musl|Darwin)\./#, with: "C.").replacing(
            "FoundationEssentials.",
            with: "Foundation."
        )
    }
}
