import Foundation
import MiniMaxHailuo
import OpenAIVideos
import Testing
import VideoGeneration
import VideoGenerationTesting

@testable import VideoLint
@testable import VideoScaffold

@Suite("An adapter is made whole or not at all", .timeLimit(.minutes(20)))
struct ScaffoldTests {
    private static let manifest = "// swift-tools-version: 6.1\nPackage(name: \"acme\", targets: [])\n"

    private func package() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        try Self.manifest.write(toFile: folder.path + "/Package.swift", atomically: true, encoding: .utf8)
        return folder
    }

    private func files(in folder: TemporaryFolder) -> [String] {
        (FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? [])
            .filter { $0.hasSuffix(".swift") }.sorted()
    }

    @Test("It makes the mapping, the models, the plugin and the test, and prints the lines for Package.swift")
    func made() throws {
        let folder = try package()
        let report = try Scaffold(name: "AcmeVideos", dialect: "openai-videos")
            .make(in: folder.path, house: "swift-video-generation", isEditing: false)
        #expect(
            files(in: folder) == [
                "Package.swift", "Sources/AcmeVideos/AcmeVideosDialect.swift",
                "Sources/AcmeVideos/AcmeVideosModels.swift", "Sources/AcmeVideos/Plugins.swift",
                "Tests/AcmeVideosTests/AcmeVideosConformanceTests.swift",
            ]
        )
        #expect(report.contains(".testTarget("))
        #expect(report.contains("platforms: [.macOS(.v15), .iOS(.v18)]"))
        #expect(report.contains(".product(name: \"VideoGenerationTesting\", package: \"swift-video-generation\")"))
        #expect(try String(contentsOfFile: folder.path + "/Package.swift", encoding: .utf8) == Self.manifest)
    }

    @Test("With --edit the lines are in Package.swift")
    func edited() throws {
        let folder = try package()
        _ = try Scaffold(name: "Acme", dialect: "minimax-v1").make(in: folder.path, house: "house", isEditing: true)
        let manifest = try String(contentsOfFile: folder.path + "/Package.swift", encoding: .utf8)
        #expect(
            manifest.contains(
                ".target(name: \"Acme\", dependencies: [.product(name: \"VideoGenerationCore\", package: \"house\")]),"
            )
        )
    }

    @Test("What is there already is not overwritten, and a manifest that cannot be edited stops everything")
    func refusals() throws {
        let folder = try package()
        let scaffold = try Scaffold(name: "Acme", dialect: "openai-videos")
        try "Package(targets: all)".write(toFile: folder.path + "/Package.swift", atomically: true, encoding: .utf8)
        #expect(throws: ScaffoldError.self) { try scaffold.make(in: folder.path, house: "h", isEditing: true) }
        #expect(files(in: folder) == ["Package.swift"])
        _ = try scaffold.make(in: folder.path, house: "h", isEditing: false)
        #expect(throws: ScaffoldError.self) { try scaffold.make(in: folder.path, house: "h", isEditing: false) }
    }

    @Test("The advice about platforms is left out where the package has platforms, not where a comment has the word")
    func platforms() throws {
        func report(_ manifest: String?) throws -> String {
            let folder = try TemporaryFolder()
            try manifest?.write(toFile: folder.path + "/Package.swift", atomically: true, encoding: .utf8)
            return try Scaffold(name: "Acme", dialect: "openai-videos").make(
                in: folder.path,
                house: "h",
                isEditing: false
            )
        }
        let advice = "Package.swift also needs `platforms:"
        #expect(try report("// platforms: all\nPackage(name: \"a\", targets: [])").contains(advice))
        #expect(try !report("Package(name: \"a\", platforms: [.macOS(.v15)], targets: [])").contains(advice))
        // What is only printed needs no manifest.
        #expect(try report(nil).contains(advice))
    }

    @Test("A name that is no module's is refused", arguments: ["", "acme", "Acme-Videos", "../Acme", "Acmé", "A b"])
    func names(_ name: String) {
        #expect(throws: ScaffoldError.self) { try Scaffold(name: name, dialect: "openai-videos") }
    }

    @Test("An unknown wire format is refused with the names of the known ones")
    func dialects() throws {
        let error = #expect(throws: ScaffoldError.self) { try Scaffold(name: "Acme", dialect: "soap") }
        let known = (MiniMaxHailuo.plugins + OpenAIVideos.plugins).map(\.dialect)
        for dialect in known { #expect(try #require(error).description.contains(dialect)) }
        #expect(try Scaffold(name: "AcmeVideos2", dialect: "openai-videos").dialect == "acme-videos2")
    }

    @Test("There is a start for every dialect of this package")
    func everyDialect() {
        let known = (MiniMaxHailuo.plugins + OpenAIVideos.plugins).map(\.dialect)
        #expect(Set(ScaffoldTemplate.all.map(\.dialect)) == Set(known))
    }

    @Test(
        "What it makes obeys the rules of the house and has no blank left",
        arguments: ScaffoldTemplate.all.map(\.dialect)
    )
    func lint(_ dialect: String) throws {
        let folder = try package()
        _ = try Scaffold(name: "Acme", dialect: dialect).make(in: folder.path, house: "h", isEditing: true)
        #expect(try LintedPackage(at: folder.path).findings() == [])
        for file in files(in: folder) {
            let text = try String(contentsOfFile: folder.path + "/" + file, encoding: .utf8)
            #expect(!text.contains("__"), "\(file)")
        }
    }

    /// Beside the program that runs these tests; another build system may keep its modules elsewhere.
    private static let build = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent().path

    /// The short form of ``AdapterPackageTests``: seconds instead of minutes. One compiler at a time, that gives way
    /// to the tests beside it: they have real deadlines.
    @Test(
        "What it makes compiles",
        .serialized,
        .enabled(if: FileManager.default.fileExists(atPath: build + "/Modules/VideoGenerationCore.swiftmodule")),
        arguments: ScaffoldTemplate.all.map(\.dialect)
    )
    func compiles(_ dialect: String) async throws {
        let folder = try package()
        _ = try Scaffold(name: "Acme", dialect: dialect).make(in: folder.path, house: "h", isEditing: false)
        let sources = files(in: folder).filter { $0.hasPrefix("Sources/") }
        let options = ["-swift-version", "6", "-warnings-as-errors", "-I", Self.build + "/Modules"]
        let result = try await Shell.run(
            ["nice", "-n", "10", "swiftc", "-typecheck", "-module-name", "Acme"] + options + sources,
            in: folder.path
        )
        #expect(result.status == 0, "\(result.output)")
    }

    private static let vidu = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Sources/Adapters/ProviderManifests/Shipped/vidu.json").path

    @Test("An adapter that starts from a manifest holds its text unchanged, obeys the rules and compiles")
    func manifest() async throws {
        let folder = try package()
        _ = try Scaffold(name: "Acme", template: .manifest(at: Self.vidu))
            .make(in: folder.path, house: "h", isEditing: true)
        #expect(try LintedPackage(at: folder.path).findings() == [])
        let made = try String(contentsOfFile: folder.path + "/Sources/Acme/AcmeManifest.swift", encoding: .utf8)
        let original = try String(contentsOfFile: Self.vidu, encoding: .utf8)
        let lines = made.split(separator: "\n").filter { $0.hasPrefix("        ") }.map { $0.dropFirst(8) }
        #expect(lines.dropLast() == original.split(separator: "\n")[...])
        let package = try String(contentsOfFile: folder.path + "/Package.swift", encoding: .utf8)
        #expect(package.contains(".product(name: \"ProviderManifests\", package: \"h\")"))
        guard FileManager.default.fileExists(atPath: Self.build + "/Modules/ProviderManifests.swiftmodule") else {
            return
        }
        let sources = files(in: folder).filter { $0.hasPrefix("Sources/") }
        let result = try await Shell.run(
            ["nice", "-n", "10", "swiftc", "-typecheck", "-module-name", "Acme", "-swift-version", "6"]
                + ["-warnings-as-errors", "-I", Self.build + "/Modules"] + sources,
            in: folder.path
        )
        #expect(result.status == 0, "\(result.output)")
    }

    @Test("A file that is no manifest starts no adapter, and the message has its line")
    func wrongManifest() throws {
        let folder = try package()
        try "{\n \"format\": 2}".write(toFile: folder.path + "/a.json", atomically: true, encoding: .utf8)
        let error = #expect(throws: ScaffoldError.self) { try ScaffoldTemplate.manifest(at: folder.path + "/a.json") }
        #expect(error?.description.contains("line 2, format") == true)
        #expect(throws: ScaffoldError.self) { try ScaffoldTemplate.manifest(at: folder.path + "/none.json") }
    }
}
