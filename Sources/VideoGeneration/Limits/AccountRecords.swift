import Synchronization
import VideoPlatform

/// The records of all accounts: the tasks that were allowed to be sent and may still be in flight.
///
/// A record only names candidates. Whether a task is in flight is read from the journal, so that a process that ends
/// leaves no count behind. A record without limits is not synced. One that a power loss damaged is built again from the
/// journal.
final class AccountRecords: Sendable {
    private let folder: String
    private let disk: any Disk
    private let clock: any EngineClock
    /// The size at which a record is compacted next, by file name.
    private let compactionSizes = Mutex<[String: Int64]>([:])

    init(journalFolder: String, disk: any Disk, clock: any EngineClock) {
        folder = journalFolder + "/accounts"
        self.disk = disk
        self.clock = clock
    }

    /// The journal's knowledge about the tasks of a record.
    struct Facts {
        /// Returns whether a task is still in flight.
        var isInFlight: (GrantLine) -> Bool
        /// Returns a line for each task of the account that is in flight.
        var rebuild: () throws -> [GrantLine]

        /// Returns whether a task is still in flight. Nothing is read for one that was over before.
        func mayBeInFlight(_ line: GrantLine) -> Bool { line.isOver != true && isInFlight(line) }
    }

    private static let firstCompaction: Int64 = 64 << 10
    /// Decides whether a task may be sent now, and records it if so.
    /// - Throws: ``VideoError`` with code `busy` or `storageFailed`; `CancellationError`.
    func decide(_ request: GrantRequest, _ facts: Facts) async throws -> GrantDecision {
        try await locked(request.account) { file in
            let now = clock.now.timeIntervalSince1970
            let path = waitingPath(request.account)
            var heads = try heads(in: path).filter { $0.until > now && $0.until <= now + WaitingHead.lease }
            func head(_ place: WaitingPlace) -> WaitingHead {
                WaitingHead(
                    process: request.process,
                    model: request.model,
                    place: place,
                    until: now + WaitingHead.lease
                )
            }
            let others = heads.filter { $0.model == request.model && $0.process != request.process }
            let obstacle =
                others.contains { $0.place < request.place }
                ? (Duration.zero, GrantObstacle.order) : try self.obstacle(request, now, file, facts)
            let wasWaiting = heads.count
            heads.removeAll { $0.model == request.model && $0.process == request.process }
            // The next task takes the place in the same step, so that no younger task of another process comes first.
            let waiting = obstacle == nil ? request.next.map(head) : head(request.place)
            if let waiting { heads.append(waiting) }
            if wasWaiting > 0 || !heads.isEmpty { try write(heads, to: path) }
            if let (pause, reason) = obstacle { return .later(pause, reason) }
            let line = GrantLine(id: request.task, m: request.model, t: now)
            try file.write(line.bytes, at: file.size())
            // A record that lost its last lines in a power loss would look whole.
            if request.isLimited { try file.sync() }
            return .granted(Grant(at: Date(timeIntervalSince1970: now)))
        }
    }

    /// Returns the number of tasks in flight for an account and a model.
    func inFlight(_ account: Account, model: String?, _ facts: Facts) async throws -> Int {
        try await locked(account) { file in
            Set(try lines(in: file, facts).filter { $0.m == model && facts.mayBeInFlight($0) }.map(\.id)).count
        }
    }

    // MARK: - Under the lock

    /// Returns why a task has to wait, and for how long; nil if it may be sent.
    private func obstacle(_ request: GrantRequest, _ now: Double, _ file: any DiskFile, _ facts: Facts) throws -> (
        Duration, GrantObstacle
    )? {
        try compactIfLarge(file, request.account, now, facts)
        guard request.isLimited else { return nil }
        var lines = try lines(in: file, facts)
        let own = request.limits.models[request.model ?? ""]
        let scopes: [(limits: SubmitLimits, covers: (GrantLine) -> Bool)] =
            [(request.limits, { _ in true })] + (own.map { [($0, { $0.m == request.model })] } ?? [])
        for scope in scopes {
            if let limit = scope.limits.inFlight, lines.count(where: { scope.covers($0) && $0.isOver != true }) >= limit
            {
                lines = try compact(lines, now, file, facts)
                let live = Set(
                    lines.filter { scope.covers($0) && $0.id != request.task && $0.isOver != true }.map(\.id)
                )
                if live.count >= limit { return (.zero, .inFlight(limit)) }
            }
            if let limit = scope.limits.perMinute {
                let recent = lines.filter { scope.covers($0) && abs(now - $0.t) < 60 }.map(\.t).sorted()
                if recent.count >= limit, limit > 0 {
                    let free = recent[recent.count - limit] + 60
                    return (.seconds(max(free - now, 0.01)), .perMinute(limit))
                }
                if limit <= 0 { return (.seconds(60), .perMinute(limit)) }
            }
        }
        return nil
    }

    /// Marks the lines of tasks that are not in flight any more, and removes those whose minute is over.
    private func compact(_ lines: [GrantLine], _ now: Double, _ file: any DiskFile, _ facts: Facts) throws
        -> [GrantLine]
    {
        let rest = lines.compactMap { line -> GrantLine? in
            guard !facts.mayBeInFlight(line) else { return line }
            guard abs(now - line.t) < 60 else { return nil }
            var line = line
            line.isOver = true
            return line
        }
        guard rest != lines else { return rest }
        // A process that ends between the two calls leaves a record that cannot be read, and is built again.
        let bytes = try GrantLine.record(of: rest)
        try file.write(bytes, at: 0)
        try file.truncate(to: Int64(bytes.count))
        return rest
    }

    private func compactIfLarge(_ file: any DiskFile, _ account: Account, _ now: Double, _ facts: Facts) throws {
        let limit = compactionSizes.withLock { $0[account.fileName] ?? Self.firstCompaction }
        guard try file.size() > limit else { return }
        _ = try compact(lines(in: file, facts), now, file, facts)
        let size = try file.size()
        compactionSizes.withLock { $0[account.fileName] = max(Self.firstCompaction, size * 2) }
    }

    /// Reads the lines of a record, or builds a new or damaged one from the journal.
    private func lines(in file: any DiskFile, _ facts: Facts) throws -> [GrantLine] {
        let bytes = try file.read(at: 0, count: Int(file.size()))
        if let lines = GrantLine.all(in: bytes) { return lines }
        let lines = try facts.rebuild()
        try file.truncate(to: 0)
        try file.write(GrantLine.record(of: lines), at: 0)
        return lines
    }

    private func locked<Value>(_ account: Account, _ work: (any DiskFile) throws -> Value) async throws -> Value {
        do {
            let path = "\(folder)/\(account.fileName).grants"
            let file = try await disk.lockedFile(within: .seconds(30), on: clock) {
                do { return try disk.open(path, .update) } catch let error as DiskError where error.errno == ENOENT {
                    try disk.makePrivateFolder(folder)
                    return try disk.open(path, .update)
                }
            }
            guard let file else {
                throw VideoError(
                    .busy,
                    "Other processes kept the record of \(account.endpoint.baseURL) locked.",
                    advice: "Nothing was sent. Try again in a moment."
                )
            }
            defer { file.close() }
            return try work(file)
        } catch let error as DiskError {
            throw VideoError(storage: error, doing: "keep the record of \(account.endpoint.baseURL)")
        }
    }

    // MARK: - Processes that wait

    private func waitingPath(_ account: Account) -> String { "\(folder)/\(account.fileName).waiting" }

    private func heads(in path: String) throws -> [WaitingHead] {
        do {
            let file = try disk.open(path, .read)
            defer { file.close() }
            let bytes = try file.read(at: 0, count: min(Int(file.size()), 1 << 20))
            return (try? JSONDecoder().decode([WaitingHead].self, from: Data(bytes))) ?? []
        } catch let error as DiskError where error.errno == ENOENT {
            return []
        }
    }

    private func write(_ heads: [WaitingHead], to path: String) throws {
        let file = try disk.open(path, .update)
        defer { file.close() }
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let bytes = Array(try encoder.encode(heads))
        try file.write(bytes, at: 0)
        try file.truncate(to: Int64(bytes.count))
    }
}
