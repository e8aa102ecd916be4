import Foundation
import VideoGeneration
import VideoGenerationPostgres
import VideoGenerationTesting
import VideoWorkloads

/// The statements of polls, run by pgbench: a claim of 64 tasks, and a transaction that writes them back.
struct BarePolls {
    private let pgbench: String
    private let folder = try? TemporaryFolder()
    private let script: String

    init(pgbench: String) throws {
        self.pgbench = pgbench
        let statements = try PollStatements(
            FleetPolls.request(),
            process: "00000000-0000-0000-0000-000000000001",
            memory: FleetPolls.memory
        )
        // The rows of the claim stay in the server; the journal also reads them.
        let claim = """
            with claimed as (\(statements.claim) ) select coalesce(array_agg(id), '{}') as ids,
                coalesce(array_agg(lease_token), '{}') as tokens, count(*) as number from claimed \\gset
            """
        script = [claim, statements.begin + ";", statements.finish + ";", "commit;"]
            .map { $0.replacing("\n", with: " ") }.joined(separator: "\n")
    }

    func run(_ database: FleetDatabase, clients: Int, claims: Int) throws -> ResourceUsage {
        guard let folder else { throw BenchmarkError("There is no folder for the script of pgbench.") }
        let path = folder.path + "/polls.sql"
        try Data((script + "\n").utf8).write(to: URL(fileURLWithPath: path))
        let output = try MeasuredProcess.run(
            pgbench,
            ["-n", "-f", path, "-c", "\(clients)", "-j", "2", "-t", "\(claims)", database.address],
            isQuiet: true
        ).output
        let line = output.split(separator: "\n").first { $0.hasPrefix("tps = ") }
        guard let rate = line?.split(separator: " ").dropFirst(2).first.flatMap({ Double($0) }) else {
            throw BenchmarkError("pgbench printed no rate: \(output)")
        }
        return ResourceUsage(wall: 0, cpu: 0, peak: 0, extra: ["rate": rate * Double(ClaimRequest.most)])
    }
}
