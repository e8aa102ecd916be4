import Foundation

/// A package on disk, and the findings in it.
struct LintedPackage {
    /// The error that is thrown if a package cannot be read.
    struct Unreadable: Error, CustomStringConvertible {
        let description: String
    }

    /// The names that are allowed at the top level of this package, apart from hidden files.
    private static let topLevel: Set<String> = ["Package.swift", "Sources", "Tests", "Docs", "Plugins", "README.md"]
    /// The libraries of this package in the category ``LintedFile/Room/engine``.
    private static let engine: Set<String> = ["VideoGeneration", "MiniMaxHailuo", "OpenAIVideos"]
    /// The name of this package. Its rules about dependencies and the top level are stricter than those for adapters.
    private static let house = "swift-video-generation"

    private let folder: URL
    private let manifest: String

    /// Opens the package in a folder.
    /// - Throws: ``Unreadable`` if the folder has no Package.swift.
    init(at path: String) throws {
        folder = URL(fileURLWithPath: path, isDirectory: true)
        let file = folder.appendingPathComponent("Package.swift")
        guard let text = try? String(contentsOf: file, encoding: .utf8) else {
            throw Unreadable(description: "There is no Package.swift in \(path).")
        }
        manifest = text
    }

    private var isHouse: Bool { manifest.contains("name: \"\(Self.house)\"") }

    /// Returns every line that breaks a rule, file by file.
    func findings() -> [LintFinding] {
        let files = swiftFiles().flatMap { file in
            LintRule.all.flatMap { rule in
                rule.broken(file).map {
                    LintFinding(path: file.path, line: $0 + 1, rule: rule.name, advice: rule.advice)
                }
            }
        }
        return (isHouse ? houseFindings() : []) + files
    }

    private func houseFindings() -> [LintFinding] {
        let lines = SwiftText(manifest).lines
        let packages = lines.indices.filter { lines[$0].code.contains(".package(") }.map {
            LintFinding(
                path: "Package.swift",
                line: $0 + 1,
                rule: "packages",
                advice: "remove the dependency; Docs/Decisions explains why this package has none."
            )
        }
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        let strangers = names.filter { !$0.hasPrefix(".") && !Self.topLevel.contains($0) }.sorted().map {
            LintFinding(
                path: $0,
                line: 1,
                rule: "top-level",
                advice: "move it; the top level may hold only \(Self.topLevel.sorted().joined(separator: ", "))."
            )
        }
        return packages + strangers
    }

    private func swiftFiles() -> [LintedFile] {
        ["Sources", "Tests", "Plugins"].flatMap { top -> [LintedFile] in
            let paths = FileManager.default.enumerator(atPath: folder.appendingPathComponent(top).path)
            let names = (paths?.compactMap { $0 as? String } ?? []).filter { $0.hasSuffix(".swift") }.sorted()
            let programs = Set(names.filter(isEntry(under: top)).compactMap { $0.split(separator: "/").first })
            return names.compactMap { name in
                let url = folder.appendingPathComponent(top).appendingPathComponent(name)
                guard let text = try? String(contentsOf: url, encoding: .utf8) else { return nil }
                let target = name.split(separator: "/").first ?? ""
                let room = room(of: String(target), under: top, isProgram: programs.contains(target))
                return LintedFile(path: "\(top)/\(name)", room: room, text: text)
            }
        }
    }

    /// Returns a predicate that tells whether a file makes its target an executable.
    private func isEntry(under top: String) -> (String) -> Bool {
        { name in
            if name.hasSuffix("/main.swift") { return true }
            let url = folder.appendingPathComponent(top).appendingPathComponent(name)
            guard let text = try? String(contentsOf: url, encoding: .utf8) else { return false }
            return SwiftText(text).lines.contains { $0.code.hasPrefix("@main") }
        }
    }

    private func room(of target: String, under top: String, isProgram: Bool) -> LintedFile.Room {
        if top == "Tests" { return .tests }
        if top == "Plugins" { return .build }
        if isProgram { return .program }
        return !isHouse || Self.engine.contains(target) ? .engine : .library
    }
}
