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
        /// The names of the entries whose outcome the database has, with the times at which they were put aside.
        var recorded: [(name: String, at: Duration)] = []
        /// Whether the database may have lost what it had recorded.
        var mayHaveLost = true
        /// What the database said about its server.
        var server: String?
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
    /// The suffix of an entry whose outcome the database has.
    private static let recordedSuffix = ".recorded"
    /// The time for which such an entry is kept. A standby that takes over without the last commits is not further
    /// behind.
    private static let retention = Duration.seconds(900)

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

    /// Puts an entry aside whose outcome the database has, and which may have been bought. A failover can lose the outcome.
    func putAside(_ entry: OpenSpoolEntry) {
        let name = entry.name.dropLast(Self.suffix.count) + Self.recordedSuffix
        // Without it, the entry is recorded once more, which changes nothing.
        try? disk.move(folder + "/" + entry.name, to: folder + "/" + name, replacing: true)
        entry.close()
        let now = clock.uptime
        let old = state.withLock { state in
            state.open.remove(entry.name)
            state.recorded.append((String(name), now))
            let old = state.recorded.prefix { now - $0.at > Self.retention }
            state.recorded.removeFirst(old.count)
            return old.map(\.name)
        }
        for name in old { try? disk.remove(folder + "/" + name) }
    }

    /// Notes what the database says about its server. After a change, the entries that were put aside are recorded again.
    func note(server: String) {
        state.withLock { state in
            if let known = state.server, known != server { (state.mayHaveLost, state.mayHaveRest) = (true, true) }
            state.server = server
        }
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

    /// The files of the spool that this process does not send at this moment: those that wait, and those that were put
    /// aside if the database may have lost them.
    private func names(withRecorded: Bool) throws -> [String] {
        let open = state.withLock { $0.open }
        return try disk.names(in: folder).filter { name in
            name.hasSuffix(Self.suffix) && !open.contains(name) || withRecorded && name.hasSuffix(Self.recordedSuffix)
        }.sorted()
    }

    /// Gives each entry that no process sends any more to the database.
    /// - Parameters:
    ///   - database: the ID of the database.
    ///   - record: records an entry. The entry stays if it throws.
    /// - Returns: the entries that stay.
    func replay(into database: String, _ record: (SpoolEntry) throws -> Void) throws -> SpoolRest {
        guard begins() else { return SpoolRest(folder: folder, isBusy: true) }
        var rest = SpoolRest(folder: folder)
        let mayHaveLost = state.withLock { state in
            defer { state.mayHaveLost = false }
            return state.mayHaveLost
        }
        defer { ended(rest, again: mayHaveLost) }
        for name in try names(withRecorded: mayHaveLost) {
            let isRecorded = name.hasSuffix(Self.recordedSuffix)
            let open: OpenSpoolEntry
            do {
                guard let found = try OpenSpoolEntry(reading: name, in: folder, disk) else { continue }
                open = found
            } catch {
                if !isRecorded { rest.unreadable.append(name) }
                continue
            }
            let entry = open.entry
            guard entry.isReadable, entry.database == database else {
                open.close()
                guard !isRecorded else { continue }
                if entry.isReadable {
                    rest.foreign[entry.database, default: 0] += 1
                } else {
                    rest.unreadable.append(name)
                }
                continue
            }
            do {
                try record(entry)
                if isRecorded { keep(open) } else { putAside(open) }
            } catch {
                open.close()
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

    /// Keeps an entry of an earlier process that was put aside.
    private func keep(_ entry: OpenSpoolEntry) {
        entry.close()
        let now = clock.uptime
        state.withLock { state in
            if !state.recorded.contains(where: { $0.name == entry.name }) { state.recorded.append((entry.name, now)) }
        }
    }

    private func ended(_ rest: SpoolRest, again: Bool) {
        let now = clock.uptime
        state.withLock { state in
            state.isReplaying = false
            if !rest.isEmpty, again { state.mayHaveLost = true }
            state.mayHaveRest = !rest.isEmpty || state.mayHaveLost
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
