import Foundation
import Testing

@testable import VideoLint

@Suite("The linter reads a package from disk", .timeLimit(.minutes(20)))
struct LintedPackageTests {
    private func package(_ name: String, _ files: [String: String]) throws -> LintedPackage {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "video-lint-\(UInt64.random(in: .min ... .max))"
        )
        for (path, text) in files.merging(
            ["Package.swift": "let p = Package(name: \"\(name)\")"],
            uniquingKeysWith: { given, _ in given }
        ) {
            let file = folder.appendingPathComponent(path)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(),
                withIntermediateDirectories: true
            )
            try Data(text.utf8).write(to: file)
        }
        return try LintedPackage(at: folder.path)
    }

    @Test("A finding names file, line, rule and what to do")
    func finding() throws {
        let package = try package("acme", ["Sources/Acme/Acme.swift": "enum Acme {}\nlet a = try! b()\n"])
        #expect(
            package.findings().map(\.description) == [
                "Sources/Acme/Acme.swift:2: trap: handle the case, or explain in a comment beside it why it cannot happen."
            ]
        )
    }

    @Test("This package has no stranger at the top and no package; another one may")
    func house() throws {
        let manifest = "Package(name: \"NAME\", dependencies: [\n.package(path: \"..\")])"
        let files = ["LICENSE": "free", "Package.swift": manifest]
        let house = files.mapValues { $0.replacing("NAME", with: "swift-video-generation") }
        #expect(try package("", house).findings().map(\.rule) == ["packages", "top-level"])
        #expect(try package("", files).findings() == [])
    }

    @Test("A program may print, whether it has a main.swift or a @main")
    func programs() throws {
        let package = try package(
            "acme",
            [
                "Sources/one/main.swift": "print(1)", "Sources/two/Two.swift": "@main\nenum Two {}",
                "Sources/two/More.swift": "func More() { print(2) }",
            ]
        )
        #expect(package.findings() == [])
    }

    @Test("A target with a dialect is an adapter, in this package by its folder")
    func adapters() throws {
        let files = [
            "Sources/Acme/Acme.swift": "import VideoGenerationCore\nstruct Acme {}\nlet a = Date()",
            "Sources/Old/Old.swift": "import VideoGeneration\nstruct Old: Sendable, VideoDialect {}",
            "Sources/App/App.swift": "import VideoGeneration\nstruct App {}\nlet a = Date()",
        ]
        #expect(
            try package("acme", files).findings().map { "\($0.path) \($0.rule)" } == [
                "Sources/Acme/Acme.swift time", "Sources/Old/Old.swift imports",
            ]
        )
        let house = [
            "Sources/Adapters/Acme/Acme.swift": "import Foundation\nstruct Acme {}",
            "Sources/VideoGenerationCore/Core.swift": "import Foundation\nstruct Core {}\nlet a = Date()",
            "Sources/VideoGeneration/Engine.swift": "import Foundation\nstruct Engine {}\nlet a = Date()",
            "Sources/VideoSimulator/Server.swift": "import Foundation\nstruct Server {}\nlet a = Date()",
        ]
        #expect(
            try package("swift-video-generation", house).findings().map { "\($0.path) \($0.rule)" } == [
                "Sources/Adapters/Acme/Acme.swift imports", "Sources/VideoGeneration/Engine.swift time",
                "Sources/VideoGenerationCore/Core.swift time",
            ]
        )
    }

    @Test("A folder without a manifest is said to be none")
    func unreadable() {
        #expect(throws: LintedPackage.Unreadable.self) { try LintedPackage(at: "/nowhere") }
    }
}
