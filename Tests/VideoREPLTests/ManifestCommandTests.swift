import Foundation
import ProviderManifests
import Testing
import VideoGeneration
import VideoGenerationTesting
import VideoSimulator

@Suite("Providers described by data at the prompt", .timeLimit(.minutes(20)))
struct ManifestCommandTests {
    private let folder: TemporaryFolder
    private let acme: String

    init() throws {
        folder = try TemporaryFolder()
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let file = root.appendingPathComponent("Sources/Adapters/ProviderManifests/Shipped/vidu.json")
        acme = try String(contentsOf: file, encoding: .utf8)
            .replacing(#""dialect": "vidu""#, with: #""dialect": "acme""#)
            .replacing("VIDU_API_KEY", with: "ACME_API_KEY").replacing(#""id": "vidu-cn""#, with: #""id": "acme-cn""#)
        try FileManager.default.createDirectory(atPath: path("providers.d"), withIntermediateDirectories: false)
        try write("[]", "providers.json")
    }

    private func path(_ name: String) -> String { "\(folder.path)/\(name)" }

    private func write(_ text: String, _ name: String) throws {
        try text.write(toFile: path(name), atomically: true, encoding: .utf8)
    }

    private func run(_ words: String..., environment: [String: String] = [:]) async throws -> REPLProcess.Run {
        try await REPLProcess.run(
            ["--config", "providers.json"] + words,
            state: path("state"),
            folder: folder.path,
            environment: environment
        )
    }

    @Test("A file in providers.d is a provider with its own ID, key and models")
    func folderOfManifests() async throws {
        try write(acme, "providers.d/acme.json")
        try write("not a manifest", "providers.d/notes.txt")
        let listed = try await run("providers")
        #expect(listed.code == 0 && listed.output.contains("https://api.vidu.com/ent/v2"))
        #expect(listed.lines.contains { $0.contains("acme-cn") && $0.contains("ACME_API_KEY is not set") })
        let request = try await run(
            "dry-run",
            "a boat",
            "--provider",
            "acme",
            "--seconds",
            "4",
            "--json",
            environment: ["ACME_API_KEY": "acme-Invented-key-4Qz8"]
        )
        #expect(request.code == 0, "\(request.errors)")
        #expect(request.output.contains("api.vidu.com/ent/v2/text2video") && request.output.contains("viduq3-turbo"))
        let checked = try await run("config", "check")
        #expect(checked.code == 0 && checked.output.contains("acme.json: usable as acme, its key is in ACME_API_KEY."))
    }

    @Test("config check names the file, the line and the correction, and a broken file blocks nothing else")
    func brokenFile() async throws {
        try write(acme.replacing(#""format": 1"#, with: #""fromat": 1"#), "providers.d/acme.json")
        let checked = try await run("config", "check")
        #expect(checked.code == 3)
        #expect(
            checked.output.contains("providers.d/acme.json, line 2, fromat: There is no member \u{201C}fromat\u{201D}")
        )
        #expect(checked.output.contains("Did you mean \u{201C}format\u{201D}?"))
        let json = try await run("config", "check", "--json")
        let rows = try json.lines.map { try JSONValue(parsing: $0) }
        #expect(rows.contains { $0["problems"]?.array?.contains { $0["line"]?.int == 2 } == true })
        let jobs = try await run("jobs")
        #expect(jobs.code == 0 && jobs.errors.contains("providers.d/acme.json cannot be used"))
    }

    @Test("--manifest names a file, and a mistake in it stops the command")
    func namedFile() async throws {
        try write(acme, "acme.json")
        #expect(try await run("--manifest", "acme.json", "providers").output.contains("acme-cn"))
        try write("{", "acme.json")
        let run = try await run("--manifest", "acme.json", "providers")
        #expect(run.code == 3 && run.errors.contains("acme.json cannot be used") && run.errors.contains("Line 1"))
    }

    @Test("A name of the program, a key of another address, a link, a folder and 10 MB are refused")
    func hostileFiles() async throws {
        try write(acme, "outside.json")
        try write(acme.replacing(#""dialect": "acme""#, with: #""dialect": "kling""#), "providers.d/a.json")
        try write(acme.replacing("ACME_API_KEY", with: "RUNWAYML_API_SECRET"), "providers.d/b.json")
        try FileManager.default.createSymbolicLink(
            atPath: path("providers.d/c.json"),
            withDestinationPath: path("outside.json")
        )
        try FileManager.default.createDirectory(atPath: path("providers.d/d.json"), withIntermediateDirectories: false)
        try Data().write(to: URL(fileURLWithPath: path("providers.d/e.json")))
        let file = try #require(FileHandle(forWritingAtPath: path("providers.d/e.json")))
        try file.truncate(atOffset: 10 << 20)
        try file.close()
        try write(acme.replacing(#""id": "acme-cn""#, with: #""id": "runway""#), "providers.d/f.json")
        try write(
            #"[{"id": "relay", "dialect": "openai-videos", "baseURL": "https://r.example/v1", "keyEnv": "RELAY_KEY"}]"#,
            "providers.json"
        )
        try write(acme.replacing("ACME_API_KEY", with: "RELAY_KEY"), "providers.d/g.json")
        let checked = try await run("config", "check")
        #expect(checked.code == 3)
        for words in [
            "a.json, line 3, dialect: The program has a dialect",
            "RUNWAYML_API_SECRET is the key for https://api.dev.runwayml.com",
            "c.json, line 1: It is not a regular file",
            "d.json, line 1: It is not a regular file", "e.json, line 1: The file has 10485760 bytes",
            "RELAY_KEY is the key for https://r.example", "There is a provider \u{201C}runway\u{201D} already",
        ] {
            #expect(checked.output.contains(words), "\(words) is missing in \(checked.output)")
        }
        #expect(try await !run("providers").output.contains("api.vidu.cn/ent/v2   ACME"))
    }

    @Test("conform prints a table of at most 80 columns, and its exit code tells whether the promises are kept")
    func conform() async throws {
        try write(acme, "acme.json")
        let kept = try await run("conform", "acme.json")
        #expect(kept.code == 0 && kept.output.contains("acme keeps every promise"), "\(kept.output)\(kept.errors)")
        #expect(kept.lines.contains { $0.hasPrefix("loopback") && $0.contains("kept") })
        try write(acme.replacing(#""at": ["/credits"]"#, with: #""at": ["/cost"]"#), "acme.json")
        let broken = try await run("conform", "acme.json")
        #expect(broken.code == 3 && broken.output.contains("charge: the promise is that"))
        #expect((kept.lines + broken.lines).allSatisfy { $0.count <= 80 })
        let json = try await run("conform", "acme.json", "--json")
        #expect(json.code == 3)
        let rows = try json.lines.map { try JSONValue(parsing: $0) }
        #expect(rows.contains { $0["check"]?.text == "charge" && $0["isKept"] == false })
        #expect(rows.last?["event"]?.text == "conform" && rows.last?["isKept"] == false)
    }

    @Test("A provider of a manifest makes a video, from the submit to the verified file, with one POST")
    func wholeRun() async throws {
        try write(acme, "acme.json")
        let manifest = try ProviderManifest(parsing: Array(acme.utf8))
        let server = LoopbackProvider(
            dialect: manifest.dialect,
            script: manifest.samples,
            options: LoopbackOptions(path: "/ent/v2")
        )
        let endpoint = try server.start()
        defer { server.stop() }
        let run = try await run(
            "--manifest",
            "acme.json",
            "generate",
            "a boat",
            "--dialect",
            "acme",
            "--base-url",
            endpoint.baseURL.string,
            "--key-env",
            "ACME_API_KEY",
            "--output",
            "boat.mp4",
            "--json",
            environment: ["ACME_API_KEY": "acme-Invented-key-4Qz8"]
        )
        #expect(run.code == 0, "\(run.output)\(run.errors)")
        #expect(FileManager.default.fileExists(atPath: path("boat.mp4")) && server.ledger.submits == 1)
        #expect(!(run.output + run.errors).contains("Invented"))
    }
}
