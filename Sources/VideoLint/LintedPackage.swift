import Foundation

/// A package on disk, and the findings in it.
struct LintedPackage {
    /// The error that is thrown if a package cannot be read.
    struct Unreadable: Error, CustomStringConvertible {
        let description: String
    }

    /// The names that are allowed at the top level of this package, apart from hidden files.
    private static let topLevel: Set<String> = ["Package.swift", "Sources", "Tests", "Docs", "Plugins", "README.md"]
    /// The folder of this package's adapters, with a folder for each target.
    private static let adapters = "Sources/Adapters/"
    /// The folder of this package's core.
    private static let core = "Sources/VideoGenerationCore"
    /// The folder of this package's engine.
    private static let engine = "Sources/VideoGeneration"
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
            let files = names.compactMap { name -> LintedFile? in
                let url = folder.appendingPathComponent(top).appendingPathComponent(name)
                guard let text = try? String(contentsOf: url, encoding: .utf8) else { return nil }
                return LintedFile(path: "\(top)/\(name)", room: .library, text: text)
            }
            return Dictionary(grouping: files, by: Self.target).flatMap { target, files in
                let room = room(of: target, files)
                return files.map { file in
                    var file = file
                    file.room = room
                    return file
                }
            }
            .sorted { $0.path < $1.path }
        }
    }

    /// Returns the folder of a file's target, such as `Sources/Acme`.
    private static func target(of file: LintedFile) -> String {
        let isAdapter = file.path.hasPrefix(adapters) && file.components.count > 3
        return file.components.prefix(isAdapter ? 3 : 2).joined(separator: "/")
    }

    /// Returns the category of the files of a target.
    private func room(of target: String, _ files: [LintedFile]) -> LintedFile.Room {
        if target.hasPrefix("Tests/") { return .tests }
        if target.hasPrefix("Plugins/") { return .build }
        func has(_ pattern: Regex<Substring>) -> Bool {
            let pattern = pattern.wordBoundaryKind(.simple)
            return files.contains { $0.lines.contains { $0.code.contains(pattern) } }
        }
        if files.contains(where: { $0.path.hasSuffix("/main.swift") }) || has(#/^@main/#) { return .program }
        if isHouse {
            if target == Self.engine { return .engine }
            return target == Self.core || target.hasPrefix(Self.adapters) ? .adapter : .library
        }
        // A mapping that imports more than the core is also an adapter.
        let isAdapter =
            has(#/\bimport VideoGenerationCore\b/#)
            || has(#/\b(?:struct|enum|class|actor|extension)\b[^:]*:.*\bVideoDialect\b/#)
        return isAdapter ? .adapter : .library
    }
}
