import Foundation
import Testing
import VideoGenerationTesting
import VideoSimulator

@testable import VideoScaffold

/// Packages of other people, made in a temporary folder and built for real. That takes a minute or two, so
/// these tests run where `VIDEO_PACKAGE_TESTS` is set, as `.ci/run` does; ``ScaffoldTests`` is the short form.
@Suite(
    "Other people's packages",
    .serialized,
    .enabled(if: ProcessInfo.processInfo.environment["VIDEO_PACKAGE_TESTS"] != nil),
    .timeLimit(.minutes(20))
)
struct AdapterPackageTests {
    /// One scratch folder for all, so that this package is built once.
    private static let scratch = Shell.root + "/.build/packages"
    /// By which name a path dependency is known: the folder's.
    private static let house = URL(fileURLWithPath: Shell.root).lastPathComponent.lowercased()

    private func package(_ name: String, _ targets: String) throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        let manifest = """
            // swift-tools-version: 6.1
            import PackageDescription

            let package = Package(
                name: "\(name)",
                platforms: [.macOS(.v15)],
                dependencies: [.package(path: "\(Shell.root)")],
                targets: [\(targets)]
            )

            """
        try manifest.write(toFile: folder.path + "/Package.swift", atomically: true, encoding: .utf8)
        return folder
    }

    private func swift(_ arguments: String..., in folder: TemporaryFolder) async throws -> Shell.Result {
        let command = ["swift", arguments[0], "--package-path", folder.path, "--scratch-path", Self.scratch]
        return try await Shell.run(command + arguments.dropFirst(), in: folder.path)
    }

    private func write(_ text: String, to path: String, in folder: TemporaryFolder) throws {
        let url = URL(fileURLWithPath: folder.path + "/" + path)
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try text.write(to: url, atomically: true, encoding: .utf8)
    }

    @Test("A consumer with the manifest of the README builds, and pulls in no other package")
    func consumer() async throws {
        let readme = try String(contentsOfFile: Shell.root + "/README.md", encoding: .utf8)
        let start = try #require(readme.range(of: "// swift-tools-version"))
        let end = try #require(readme.range(of: "```", range: start.lowerBound..<readme.endIndex))
        let folder = try package("boats", "")
        let manifest = readme[start.lowerBound..<end.lowerBound]
            .replacingOccurrences(of: "../swift-video-generation", with: Shell.root)
            .replacingOccurrences(of: "package: \"swift-video-generation\"", with: "package: \"\(Self.house)\"")
        try write(manifest, to: "Package.swift", in: folder)
        let source = """
            import MiniMaxHailuo
            import VideoGeneration

            print(try MiniMaxV1Dialect().submitRequest(VideoRequest(prompt: "boat"), at: Endpoint("https://api.example.com")))
            """
        try write(source, to: "Sources/boats/main.swift", in: folder)
        let build = try await swift("build", in: folder)
        #expect(build.status == 0, "\(build.output)")
        let run = try await Shell.run([Self.scratch + "/debug/boats"], in: folder.path)
        #expect(run.output == "POST https://api.example.com/v1/video_generation\n")
        let graph = try await swift("package", "show-dependencies", "--format", "flatlist", in: folder)
        #expect(graph.output.split(separator: "\n").map(String.init) == [Self.house])
        #expect(!FileManager.default.fileExists(atPath: folder.path + "/Package.resolved"))
    }

    @Test("A scaffolded adapter passes its suite, obeys the rules, and joins the REPL and providers.json")
    func adapter() async throws {
        let folder = try package("acme", "")
        let made = try await swift(
            "package",
            "--allow-writing-to-package-directory",
            "scaffold-video-adapter",
            "AcmeVideos",
            "--dialect-of",
            "openai-videos",
            "--edit",
            in: folder
        )
        #expect(made.status == 0, "\(made.output)")
        try addREPL(to: folder)
        let test = try await swift("test", in: folder)
        #expect(test.status == 0, "\(test.output)")
        #expect(test.output.contains("\"AcmeVideos passes the conformance suite\" passed"))
        let lint = try await swift("package", "lint-video-sources", in: folder)
        #expect(lint.status == 0, "\(lint.output)")
        try await generate(in: folder)
    }

    /// A program of the adapter's own: the REPL with one more dialect.
    private func addREPL(to folder: TemporaryFolder) throws {
        let manifest = folder.path + "/Package.swift"
        let text = try String(contentsOfFile: manifest, encoding: .utf8)
        let target = [
            ".executableTarget(name: \"acme-repl\", dependencies: [",
            "    \"AcmeVideos\", .product(name: \"VideoREPL\", package: \"\(Self.house)\"),", "]),",
        ]
        try ManifestEdit(text).adding(product: "", targets: target)
            .write(toFile: manifest, atomically: true, encoding: .utf8)
        let source = """
            import AcmeVideos
            import VideoREPL

            @main
            struct AcmeREPL {
                static func main() async { await VideoREPL(AcmeVideos.plugins).main() }
            }
            """
        try write(source, to: "Sources/acme-repl/AcmeREPL.swift", in: folder)
    }

    private func generate(in folder: TemporaryFolder) async throws {
        let simulator = VideoSimulator(SimulatorOptions(generationTime: 0.5))
        let port = try simulator.start().api
        defer { simulator.stop() }
        let providers = """
            [{"id": "acme", "dialect": "acme-videos", "baseURL": "http://127.0.0.1:\(port)/v1", "keyEnv": "ACME_KEY"}]
            """
        try write(providers, to: "providers.json", in: folder)
        let files = ["--config", folder.path + "/providers.json", "--state", folder.path + "/state"]
        let environment = ["ACME_KEY": "sk-invented-0123456789"]
        let program = Self.scratch + "/debug/acme-repl"
        let list = try await Shell.run([program, "providers"] + files, in: folder.path, environment: environment)
        #expect(list.output.contains("acme-videos"), "\(list.output)")
        let order = ["generate", "a paper boat", "--provider", "acme", "--output", folder.path + "/boat.mp4", "--json"]
        let run = try await Shell.run([program] + order + files, in: folder.path, environment: environment)
        #expect(run.status == 0, "\(run.output)")
        #expect(run.output.contains("\"stored\""), "\(run.output)")
        #expect(simulator.ledger.submits == 1)
        #expect(FileManager.default.fileExists(atPath: folder.path + "/boat.mp4"))
    }
}
