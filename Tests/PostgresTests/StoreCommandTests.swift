import Foundation
import TestSupport
import Testing
import VideoGenerationTesting

@Suite(
    "The commands for a journal in a database",
    .timeLimit(.minutes(20)),
    .enabled(if: PostgresServer.obstacle == nil, "PostgreSQL is not installed here, or has no user of its own"),
    .ownThread
)
struct StoreCommandTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// The program that was built beside these tests.
    private static let program: String? = {
        var folder = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
            .deletingLastPathComponent()
        for _ in 0..<6 {
            let program = folder.appendingPathComponent("video-repl").path
            if FileManager.default.isExecutableFile(atPath: program) { return program }
            folder.deleteLastPathComponent()
        }
        return nil
    }()

    private func run(_ arguments: [String], journal: String? = nil) throws -> (code: Int32, text: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: try #require(Self.program))
        process.arguments = ["--state", folder.path + "/state"] + arguments
        process.environment = ["HOME": folder.path, "PATH": "/usr/bin:/bin", "VIDEO_JOURNAL": journal ?? ""]
        process.standardInput = FileHandle.nullDevice
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return (process.terminationStatus, output.replacing("\n", with: " "))
    }

    @Test("A database is checked, migrated and checked again")
    func migration() throws {
        let server = try PostgresServer.shared.get()
        let address = server.address(of: try server.makeDatabase(from: "template0"))
        let early = try run(["store", "check"], journal: address)
        #expect(
            early.code == 8 && early.text.contains("has no journal yet. Run `video-repl store migrate`."),
            "\(early)"
        )
        let migrated = try run(["store", "migrate", "--journal", address])
        #expect(migrated.code == 0 && migrated.text.contains("has version 1."), "\(migrated)")
        let checked = try run(["store", "check", "--json"], journal: address)
        #expect(checked.code == 0 && checked.text.contains(#""tasks":0"#), "\(checked)")
        #expect(checked.text.contains(#""waitsForStandby":false"#), "\(checked)")
    }

    @Test("Without a connection string, and with a wrong one, the command says so without a password")
    func mistakes() throws {
        let none = try run(["store", "check"])
        #expect(none.code == 2 && none.text.contains("There is no connection string."), "\(none)")
        let wrong = try run(["store", "check"], journal: "postgres://app:invented-secret@host:port/videos")
        #expect(wrong.code != 0 && !wrong.text.contains("invented-secret"), "\(wrong)")
    }
}
