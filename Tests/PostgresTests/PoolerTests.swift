import Foundation
import TestSupport
import Testing
import VideoGeneration
import VideoGenerationTesting

@testable import VideoGenerationPostgres

@Suite(
    "PgBouncer in transaction mode between a journal and its database",
    .timeLimit(.minutes(20)),
    .enabled(if: PostgresServer.obstacle == nil, "PostgreSQL is not installed here, or has no user of its own"),
    .enabled(if: Pooler.program != nil, "PgBouncer is not installed here"),
    .ownThread
)
struct PoolerTests {
    /// Every third check, because each has a database of its own; all of them if a variable asks for it.
    private static let checks = JournalCheck.all.indices.filter { index in
        index % 3 == 0 || ProcessInfo.processInfo.environment["VIDEO_POOLER_CHECKS"] == "all"
    }

    @Test("changes no promise of a journal, with two connections for all", arguments: checks)
    func conformance(_ index: Int) async throws {
        let pooler = try Pooler.shared.get()
        let violations = await JournalConformance { try PooledStore(pooler) }.run([JournalCheck.all[index]])
        #expect(violations.isEmpty, "\(violations)")
    }
}

/// Journals that reach their database through a pooler.
private struct PooledStore: JournalStore {
    private let store: DatabaseStore
    private let pooler: Pooler

    init(_ pooler: Pooler) throws {
        store = try DatabaseStore()
        self.pooler = pooler
    }

    func open() async throws -> any Journal { try await store.journal(settings: "host=\(pooler.folder) port=6432") }
    func abandon(_ log: any TaskLog) async throws { try await store.abandon(log) }
}

/// PgBouncer before the tests' server, with two connections to it for each database.
private final class Pooler: Sendable {
    static let program = ["/usr/sbin/pgbouncer", "/usr/bin/pgbouncer", "/opt/homebrew/bin/pgbouncer"].first {
        FileManager.default.isExecutableFile(atPath: $0)
    }
    static let shared = Result { try Pooler() }

    let folder: String
    private let input: FileHandle

    private init() throws {
        let server = try PostgresServer.shared.get()
        folder = server.folder + "/pooler"
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = [
            "-c", Self.script, "pooler", folder, Self.program ?? "", server.folder,
            getuid() == 0 ? "postgres" : "",
        ]
        let (input, output) = (Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        self.input = input.fileHandleForWriting
        try? output.fileHandleForWriting.close()
        let said = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
        guard said.contains("ready") else { throw CocoaError(.fileReadUnknown, userInfo: ["said": said]) }
    }

    /// The arguments are the folder, the program, the folder of the server, and the user.
    private static let script = """
        set -e
        folder=$1 program=$2 server=$3 user=$4
        mkdir -m 700 "$folder"
        cat >"$folder/ini" <<END
        [databases]
        * = host=$server user=postgres
        [pgbouncer]
        pool_mode = transaction
        default_pool_size = 2
        server_idle_timeout = 2
        max_client_conn = 200
        listen_port = 6432
        unix_socket_dir = $folder
        auth_type = any
        pidfile = $folder/pid
        END
        [ -z "$user" ] || chown -R "$user" "$folder"
        if [ -n "$user" ]; then su "$user" -s /bin/sh -c "exec $program -q $folder/ini" >/dev/null 2>&1 &
        else "$program" -q "$folder/ini" >/dev/null 2>&1 & fi
        for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
            [ -S "$folder/.s.PGSQL.6432" ] && break
            sleep 0.1
        done
        echo ready
        cat >/dev/null
        kill "$(cat "$folder/pid")"
        """
}
