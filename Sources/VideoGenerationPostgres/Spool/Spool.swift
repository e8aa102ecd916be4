import Synchronization
import VideoGeneration

/// The sendings of this machine whose outcome the database may not have yet, in a folder beside the unfinished downloads.
final class Spool: Sendable {
    private struct State {
        /// The names of the entries that this process sends at this moment.
        var open: Set<String> = []
        /// Whether entries may wait that no process sends any more.
        var mayHaveRest = true
        var isReplaying = false
        var isRetrying = false
        var lookedAt: Duration?
    }

    let folder: String
    private let disk: any Disk
    private let clock: any EngineClock
    private let random: any RandomSource
    private let state = Mutex(State())

    /// The time after which the folder is searched again for entries of other processes that have ended.
    private static let searchInterval = Duration.seconds(30)
    /// The suffix of the names, so that other files of the folder are left alone.
    private static let suffix = ".sending"

    init(_ folder: String, _ environment: EngineEnvironment) throws {
        self.folder = folder
        disk = environment.disk
        clock = environment.clock
        random = environment.random
        try disk.makePrivateFolder(folder)
    }

    /// Keeps a sending, synced, before the request is sent.
    func begin(_ entry: SpoolEntry) throws -> OpenSpoolEntry {
        // The number keeps a sending apart from one of the same number that a restored database has forgotten.
        let name = "\(entry.task).\(entry.attempt).\(String(random.next(), radix: 16))\(Self.suffix)"
        let open = try OpenSpoolEntry(entry, named: name, in: folder, disk)
        state.withLock { _ = $0.open.insert(name) }
        return open
    }

    /// Removes an entry whose outcome the database has.
    func end(_ entry: OpenSpoolEntry) {
        entry.remove(disk)
        state.withLock { _ = $0.open.remove(entry.name) }
    }

    /// Leaves an entry to be recorded later.
    func leave(_ entry: OpenSpoolEntry) {
        entry.close()
        state.withLock { state in
            state.open.remove(entry.name)
            state.mayHaveRest = true
        }
    }

    /// Whether entries may wait that no process sends any more.
    var mayHaveRest: Bool {
        let now = clock.uptime
        return state.withLock { state in
            if state.lookedAt.map({ now - $0 >= Self.searchInterval }) ?? true { state.mayHaveRest = true }
            return state.mayHaveRest
        }
    }

    /// The files of the spool that this process does not send at this moment.
    private var names: [String] {
        get throws {
            let open = state.withLock { $0.open }
            return try disk.names(in: folder).filter { $0.hasSuffix(Self.suffix) && !open.contains($0) }.sorted()
        }
    }

    /// Gives each entry that no process sends any more to the database.
    /// - Parameters:
    ///   - database: the ID of the database.
    ///   - record: records an entry. The entry stays if it throws.
    /// - Returns: the entries that stay.
    func replay(into database: String, _ record: (SpoolEntry) throws -> Void) throws -> SpoolRest {
        guard begins() else { return SpoolRest(folder: folder, isBusy: true) }
        var rest = SpoolRest(folder: folder)
        defer { ended(rest) }
        for name in try names {
            let open: OpenSpoolEntry
            do {
                guard let found = try OpenSpoolEntry(reading: name, in: folder, disk) else { continue }
                open = found
            } catch {
                rest.unreadable.append(name)
                continue
            }
            let entry = open.entry
            guard entry.isReadable else {
                rest.unreadable.append(name)
                continue
            }
            guard entry.database == database else {
                rest.foreign[entry.database, default: 0] += 1
                continue
            }
            do {
                try record(entry)
                open.remove(disk)
            } catch {
                rest.waiting += 1
                rest.reason = error as? VideoError
            }
        }
        return rest
    }

    private func begins() -> Bool {
        state.withLock { state in
            defer { state.isReplaying = true }
            return !state.isReplaying
        }
    }

    private func ended(_ rest: SpoolRest) {
        let now = clock.uptime
        state.withLock { state in
            state.isReplaying = false
            state.mayHaveRest = !rest.isEmpty
            state.lookedAt = now
        }
    }

    /// Runs work until it returns true, one at a time, a few seconds apart.
    func retry(_ work: @escaping @Sendable () async -> Bool) {
        let isFirst = state.withLock { state in
            defer { state.isRetrying = true }
            return !state.isRetrying
        }
        guard isFirst else { return }
        Task {
            repeat {
                // A test's clock passes any time at once, and the database needs real time to come back.
                try? await SystemClock().sleep(for: .seconds(2))
            } while await !work()
            state.withLock { $0.isRetrying = false }
        }
    }
}
