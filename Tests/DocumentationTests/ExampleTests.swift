import Foundation
import MiniMaxHailuo
import OpenAIVideos
import Testing
import VideoGeneration
import VideoGenerationTesting

@Suite("The examples in the documents are compiled, and work", .timeLimit(.minutes(20)))
struct ExampleTests {
    /// The lines of the files in Examples, without the spaces around them.
    private static func sources() throws -> [[String]] {
        let folder = Document.root.appendingPathComponent("Tests/DocumentationTests/Examples")
        return try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".swift") }.map {
            trimmed(
                try String(contentsOf: folder.appendingPathComponent($0), encoding: .utf8)
                    .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
            )
        }
    }

    private static func trimmed(_ lines: [String]) -> [String] {
        lines.map { $0.trimmingCharacters(in: .whitespaces) }
    }

    @Test("Every Swift block of a document stands verbatim in a file that is compiled")
    func verbatim() throws {
        let sources = try Self.sources()
        var count = 0
        for document in try Document.all() {
            for block in document.blocks {
                count += 1
                let lines = Self.trimmed(block)
                let imports = lines.filter { $0.hasPrefix("import ") }
                // Imports come together at the top of a file; the rest stays in one piece.
                let code = Array(lines.filter { !$0.hasPrefix("import ") }.drop { $0.isEmpty })
                let isCompiled = sources.contains { source in
                    imports.allSatisfy(source.contains) && source.contains(run: code)
                }
                #expect(isCompiled, "\(document): \(lines.joined(separator: "\n"))")
            }
        }
        #expect(count > 10)
    }

    @Test("Every check of the conformance suite, and every dialect, stands in the pages that list them")
    func lists() throws {
        let docs = Document.root.appendingPathComponent("Docs")
        let article = Document.root.appendingPathComponent(
            "Sources/VideoGenerationTesting/VideoGenerationTesting.docc/WriteAnAdapter.md"
        )
        let adapters = try String(contentsOf: article, encoding: .utf8)
        let dialects = (MiniMaxHailuo.plugins + OpenAIVideos.plugins).map(\.dialect)
        #expect(Set(dialects).count == 8)
        for check in ConformanceCheck.allCases {
            let isListed = ["| \(check) ", "| \(check),", ", \(check),", ", \(check) |"].contains(
                where: adapters.contains
            )
            #expect(isListed, "\(check)")
        }
        for dialect in dialects {
            let pages = docs.appendingPathComponent("Providers/\(dialect).md")
            #expect(adapters.contains("`\(dialect)`"), "\(dialect)")
            #expect(FileManager.default.fileExists(atPath: pages.path), "\(dialect)")
        }
    }

    @Test("What the examples promise happens")
    func results() async throws {
        #expect(try await pollUntilDone()?.state == .succeeded)
        let folder = try TemporaryFolder()
        let task = try await generateWithSimulator(into: folder.path)
        #expect(task.state == .stored)
        let copy = try JSONDecoder().decode(VideoTask.self, from: handOver(task))
        #expect(copy.id == task.id)
        try await checkAcme()
        try await ProviderConformance(dialect: StudioDialect(), script: .studio).run()
        let ledger = try await playAcme()
        #expect(ledger.submits == 1 && ledger.videosBilled == 1)
        #expect(explain(VideoError(.contentRejected, "No.")) == "Change the prompt. No.")
    }
}

extension [String] {
    /// Whether lines stand in these lines, one after the other.
    fileprivate func contains(run lines: [String]) -> Bool {
        guard let first = lines.first, lines.count <= count else { return lines.isEmpty }
        return indices.dropLast(lines.count - 1).contains {
            self[$0] == first && self[$0..<($0 + lines.count)] == lines[...]
        }
    }
}
