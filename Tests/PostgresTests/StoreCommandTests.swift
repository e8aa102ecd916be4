import Dispatch
import Foundation
import Synchronization
import TestSupport
import Testing
import VideoGeneration
import VideoGenerationTesting
import VideoSimulator

@testable import VideoGenerationPostgres

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

    private func run(
        _ arguments: [String],
        journal: String? = nil,
        variables: [String: String] = [:]
    ) throws -> (code: Int32, text: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: try #require(Self.program))
        process.arguments = ["--state", folder.path + "/state"] + arguments
        process.environment = [
            "HOME": folder.path, "PATH": "/usr/bin:/bin", "VIDEO_JOURNAL": journal ?? "",
            "TEST_KEY": "sk-invented-012345",
        ].merging(variables) { $1 }
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

    private let prompt = ["a boat", "--dialect", "openai-videos", "--key-env", "TEST_KEY", "--model", "veo3-fast"]

    @Test("The commands for tasks work on a database as they do on a folder")
    func commands() throws {
        let simulator = VideoSimulator(SimulatorOptions(generationTime: 0.2))
        let base = try simulator.start().baseURL(for: "openai-videos")
        let server = try PostgresServer.shared.get()
        let address = server.address(of: try server.makeDatabase())
        let film = folder.path + "/boat.mp4"
        let made = try run(["generate"] + prompt + ["--base-url", base, "--output", film], journal: address)
        #expect(made.code == 0 && FileManager.default.fileExists(atPath: film), "\(made)")
        let jobs = try run(["jobs", "--json", "--journal", address])
        #expect(jobs.code == 0 && jobs.text.contains(#""state":"stored""#), "\(jobs)")
        let show = try run(["show", "1"], journal: address)
        #expect(show.code == 0 && show.text.contains("submitting") && show.text.contains("a boat"), "\(show)")
        #expect(try run(["resume"], journal: address).text.contains("No task is unfinished."))
        #expect(try run(["spend", "--json"], journal: address).text.contains(#""videos":1"#))
        let pruned = try run(["jobs", "--prune", "1s"], journal: address)
        #expect(pruned.code == 0 && pruned.text.contains("removed from the journal"), "\(pruned)")
        let folderTasks = try FileManager.default.contentsOfDirectory(atPath: folder.path + "/state")
        #expect(!folderTasks.contains("tasks") && folderTasks.contains("database"), "\(folderTasks)")
    }

    @Test("Eight processes that submit one label at once buy one video")
    func oneLabel() throws {
        let simulator = VideoSimulator(SimulatorOptions(generationTime: 0.2))
        let base = try simulator.start().baseURL(for: "openai-videos")
        let server = try PostgresServer.shared.get()
        let database = try server.makeDatabase()
        let address = server.address(of: database)
        let failures = Mutex<[String]>([])
        DispatchQueue.concurrentPerform(iterations: 8) { _ in
            do {
                let line = ["submit"] + prompt + ["--base-url", base, "--label", "scene-1"]
                let result = try run(line, journal: address)
                if result.code != 0 { failures.withLock { $0.append(result.text) } }
            } catch { failures.withLock { $0.append("\(error)") } }
        }
        failures.withLock { #expect($0.isEmpty, "\($0)") }
        #expect(simulator.ledger.submits == 1)
        #expect(try server.execute("select count(*), max(label) from video_task", in: database) == [["1", "scene-1"]])
    }

    @Test("A database that cannot be used is said in one sentence, with the next step, and nothing is sent")
    func unusable() throws {
        let server = try PostgresServer.shared.get()
        let cases = [
            (
                server.address(of: "postgres", user: "locked", settings: "password=invented-wrong"),
                "Check the user and the password."
            ),
            (server.address(of: "nothing"), "Create the database with createdb"),
            (server.address(of: try server.makeDatabase(from: "template0")), "Run `video-repl store migrate`."),
            ("postgres://app:invented-wrong@127.0.0.1:1/videos", "Check the host and the port"),
            ("/var/lib/videos", "The connection string of the journal cannot be read."),
        ]
        for (address, words) in cases {
            let result = try run(["generate"] + prompt + ["--base-url", "http://127.0.0.1:9", "--journal", address])
            #expect(result.code == 3 && result.text.contains(words), "\(result)")
            #expect(result.text.contains("Nothing was sent") && !result.text.contains("invented-wrong"), "\(result)")
        }
        let library = folder.path + "/libraries"
        try FileManager.default.createDirectory(atPath: library, withIntermediateDirectories: true)
        for name in ["libpq.so.5", "libpq.so"] {
            try Data("no library".utf8).write(to: URL(fileURLWithPath: "\(library)/\(name)"))
        }
        #if os(Linux)
        let without = try run(
            ["jobs"],
            journal: server.address(of: "postgres"),
            variables: ["LD_LIBRARY_PATH": library]
        )
        #expect(without.code == 3 && without.text.contains("apt-get install libpq5"), "\(without)")
        #endif
        for words in [
            "no pg_hba.conf entry for host \"10.0.0.1\", user \"app\", database \"videos\", no encryption",
            "no pg_hba.conf entry for host \"10.0.0.1\", user \"app\", database \"videos\", SSL off",
        ] { #expect(PostgresAddress.advice(for: words).contains("sslmode=require")) }
    }

    @Test("A password in the connection string is not repeated in a command to type")
    func shownAddress() {
        for secret in ["postgres://a:b@h/d", "host=h password=b", "postgres://h/d?password=b", "host=h PASSWORD = 'b'"]
        {
            #expect(PostgresAddress.shown(secret) == "URL")
        }
        for plain in ["postgres://a@h/d", "postgres://h:5432/d", "host=h user=a", "service=videos"] {
            #expect(PostgresAddress.shown(plain) == plain)
        }
    }

    @Test("A program that was started before the tables were changed writes nothing more")
    func newerTables() async throws {
        let store = try DatabaseStore()
        let journal = try await store.journal()
        let client = VideoClient(providers: [], journal: journal)
        _ = try await client.tasks()
        try store.server.execute("update video_schema set version = 2", in: store.database)
        let error = await #expect(throws: VideoError.self) { try await journal.prune(olderThan: .zero) }
        #expect(error?.message.contains("has version 2. This program knows versions up to 1.") == true)
        #expect(error?.advice == "Nothing was changed. Update this program.")
        let line = try run(["jobs"], journal: store.server.address(of: store.database))
        #expect(line.code == 3 && line.text.contains("Update this program."), "\(line)")
    }

    @Test("A folder is moved in by the command, and is refused afterwards")
    func moving() throws {
        let server = try PostgresServer.shared.get()
        let address = server.address(of: try server.makeDatabase())
        let line = ["submit"] + prompt + ["--base-url", "http://127.0.0.1:9"]
        let failed = try run(line)
        #expect(failed.code == 3, "\(failed)")
        let moved = try run(["store", "import", folder.path + "/state"], journal: address)
        #expect(moved.code == 0 && moved.text.contains("1 task, 0 labels and 0 removed tasks were moved"), "\(moved)")
        let refused = try run(line)
        #expect(refused.code == 3 && refused.text.contains("was moved to the database"), "\(refused)")
        let exported = try run(["store", "export", folder.path + "/new", "--json"], journal: address)
        #expect(exported.code == 0 && exported.text.contains(#""tasks":1"#), "\(exported)")
        #expect(try run(["store", "check"], journal: address).text.contains("was moved out of the database"))
        #expect(try run(["store", "import", folder.path + "/none"], journal: address).code != 0)
        let mistake = try run(["store", "imprt", "x"], journal: address)
        #expect(mistake.code == 2, "\(mistake)")
    }
}
