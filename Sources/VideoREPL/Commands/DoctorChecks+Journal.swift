import VideoGeneration
import VideoGenerationPostgres

extension DoctorChecks {
    /// Checks the journal and the state folder of this machine.
    func journal() async -> [Finding] {
        do {
            guard let connection = try session.folders.database(session.options[.journal]) else {
                return [try await folder()]
            }
            return [state, await database(connection)]
        } catch {
            return [Finding("state", .bad, "\(error)")]
        }
    }

    private func folder() async throws -> Finding {
        let folder = try session.stateFolder()
        return try await finding("state", folder, free(at: folder))
    }

    /// The folder for unfinished downloads, which is on this machine also with a journal in a database.
    private var state: Finding {
        do {
            let folder = try session.stateFolder()
            return Finding("state", .good, "\(folder), for unfinished downloads\(free(at: folder))")
        } catch {
            return Finding("state", .bad, "\(error)")
        }
    }

    private func database(_ connection: String) async -> Finding {
        do {
            let description = try await PostgresJournal.describe(connection)
            let name = "PostgreSQL \(description.server), version \(description.version)"
            var finding = try await finding("journal", name, "")
            if finding.verdict == .good, !description.waitsForStandby {
                finding = Finding(
                    "journal",
                    .odd,
                    "\(finding.text). No commit waits for a standby, because synchronous_standby_names is not set. A "
                        + "failover can lose the record of the last purchases"
                )
            }
            return finding
        } catch {
            return Finding("journal", .bad, (error as? VideoError)?.shownText ?? "\(error)")
        }
    }

    private func finding(_ check: String, _ name: String, _ end: String) async throws -> Finding {
        let journal = try await session.journal()
        let tasks = try await journal.tasks()
        let unfinished = tasks.count(where: \.state.isUnfinished)
        let text = "\(name): \(tasks.count.counted("task")), \(unfinished) unfinished\(end)"
        let unreadable = try await journal.unreadable(besides: tasks)
        guard let first = unreadable.first else { return Finding(check, .good, text) }
        return Finding(check, .bad, "\(text), and \(unreadable.count) that cannot be read: \(first.message)")
    }

    private func free(at folder: String) -> String {
        session.disk.freeBytes(at: folder).map { ", \(Format.bytes($0)) free" } ?? ""
    }
}
