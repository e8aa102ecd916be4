import Foundation
import Synchronization
import VideoGeneration
import VideoPlatform

@testable import VideoGenerationPostgres

/// A PostgreSQL server of the tests' own: a new cluster in a temporary folder, on a socket in that folder.
///
/// The server ends with the process of the tests, also if that is killed: a shell waits for the end of its input, and
/// then stops the server and removes the folder.
final class PostgresServer: Sendable {
    /// Why there is no server; nil if there is one.
    static let obstacle: String? = {
        guard ProcessInfo.processInfo.environment["VIDEO_POSTGRES_TESTS"] != nil else {
            return "VIDEO_POSTGRES_TESTS is not set: these tests start servers and stop processes, and take two minutes"
        }
        guard programs != nil else { return "PostgreSQL is not installed" }
        guard getuid() != 0 || user != nil else { return "PostgreSQL does not run as root, and has no user of its own" }
        return nil
    }()

    /// The server of this process, started at its first use.
    static let shared = Result { try PostgresServer() }

    /// The folder with `initdb` and `pg_ctl`.
    private static let programs: String? = {
        let named = ProcessInfo.processInfo.environment["VIDEO_POSTGRES_PROGRAMS"].map { [$0] } ?? []
        let versions = (try? FileManager.default.contentsOfDirectory(atPath: "/usr/lib/postgresql")) ?? []
        let debian = versions.compactMap { Int($0) }.sorted(by: >).map { "/usr/lib/postgresql/\($0)/bin" }
        let others = [
            "/opt/homebrew/opt/postgresql/bin", "/usr/local/opt/postgresql/bin", "/usr/local/bin", "/usr/bin",
        ]
        return (named + debian + others).first { FileManager.default.isExecutableFile(atPath: $0 + "/initdb") }
    }()

    /// The user that the server runs as if the tests run as root.
    private static let user: String? = getpwnam("postgres") == nil ? nil : "postgres"

    let folder: String
    private let input: FileHandle
    private let count = Mutex(0)

    private static let servers = Mutex(0)

    /// Starts a server.
    /// - Parameters:
    ///   - primary: the server to copy, whose standby this one becomes; nil for a new cluster.
    ///   - settings: settings besides the usual ones.
    init(standbyOf primary: PostgresServer? = nil, settings: String = "") throws {
        let number = Self.servers.withLock { count in
            count += 1
            return count
        }
        // A socket's path has at most 103 bytes.
        folder = "/tmp/video-postgres-\(getpid())-\(number)"
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = [
            "-c", Self.script, "postgres", folder, Self.programs ?? "", getuid() == 0 ? Self.user ?? "" : "",
            primary?.folder ?? "", settings,
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
        guard primary == nil else { return }
        try execute(
            """
            create role locked login password 'invented-secret';
            create table if not exists nothing (id integer);
            """,
            in: "postgres"
        )
        try execute("create database video_template", in: "postgres")
        try PostgresSchema.migrate(PostgresPool(PostgresAddress(address(of: "video_template"))))
        try execute(Self.clock, in: "video_template")
    }

    /// Runs `pg_ctl` for the server, and waits for its result. Its process may live on in a server that it started.
    func control(_ arguments: String) throws {
        let command = "\(Self.programs ?? "")/pg_ctl -D \(folder)/data -w -l \(folder)/log \(arguments) >/dev/null 2>&1"
        let script = getuid() == 0 ? "su \(Self.user ?? "") -s /bin/sh -c '\(command)'" : command
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", "cd \(folder) && \(script); echo $?"]
        let output = Pipe()
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        try? output.fileHandleForWriting.close()
        let result = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
        guard result == "0\n" else { throw CocoaError(.featureUnsupported, userInfo: ["result": result]) }
    }

    /// The arguments are the folder, the programs, the user, the folder of a primary server, and settings.
    private static let script = """
        set -e
        folder=$1 programs=$2 user=$3 primary=$4 settings=$5
        as() { if [ -n "$user" ]; then su "$user" -s /bin/sh -c "$*"; else sh -c "$*"; fi; }
        mkdir -m 700 "$folder"
        [ -z "$user" ] || chown "$user" "$folder"
        cd "$folder"
        if [ -n "$primary" ]; then
            as "$programs/pg_basebackup -d 'host=$primary user=postgres application_name=standby' -D $folder/data -R \
        --no-sync --checkpoint=fast" >/dev/null
        else
            as "$programs/initdb -D $folder/data -A trust -U postgres --no-sync -E UTF8 --locale=C" >/dev/null
            echo "local all locked scram-sha-256" >"$folder/hba"
            cat "$folder/data/pg_hba.conf" >>"$folder/hba"
            cat "$folder/hba" >"$folder/data/pg_hba.conf"
        fi
        as "$programs/pg_ctl -D $folder/data -w -l $folder/log start -o '-k $folder -c listen_addresses= -c fsync=off \
        -c max_connections=600 -c shared_buffers=32MB $settings'" >/dev/null
        echo ready
        cat >/dev/null
        as "$programs/pg_ctl -D $folder/data -m immediate stop" >/dev/null 2>&1 || true
        rm -rf "$folder"
        """

    /// Lets tests pass the time of the database.
    private static let clock = """
        create table test_clock (passed float8 not null);
        insert into test_clock values (0);
        create or replace function video_now() returns timestamptz language sql stable as
            'select statement_timestamp() + (select passed * interval ''1 second'' from test_clock)';
        """

    /// The connection string of a database of the server.
    func address(of database: String, user: String = "postgres", settings: String = "") -> String {
        "host=\(folder) dbname=\(database) user=\(user) \(settings)"
    }

    /// Creates a database with an empty journal.
    /// - Parameter template: the database to copy; `template0` for one without a journal.
    /// - Returns: its name.
    func makeDatabase(from template: String = "video_template") throws -> String {
        // One at a time, because a template must not be in use.
        try count.withLock { count in
            count += 1
            let name = "test_\(count)"
            try execute("create database \(name) template \(template)", in: "postgres")
            if template == "video_template" {
                // It is no copy of a journal that was used.
                try execute(
                    "update video_schema set database = gen_random_uuid(); update video_server set identity = video_server_identity()",
                    in: name
                )
            }
            return name
        }
    }

    /// Runs SQL in a database.
    @discardableResult
    func execute(_ sql: String, in database: String, _ values: [String?] = []) throws -> [[String?]] {
        try PostgresAddress(address(of: database)).connect().execute(sql, values).rows
    }
}
