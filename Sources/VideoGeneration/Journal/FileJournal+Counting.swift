import VideoPlatform

/// The amount that a pruned task counts under a budget.
private struct PrunedTask: Codable {
    let id: VideoTask.ID
    let sentAt: Date
    let tally: Tally
}

extension FileJournal {
    /// Counts a task that is about to be sent, if it fits into the budget.
    func enter(_ change: Ledger.Change, within allowance: Allowance?, write: () throws -> Void) async throws {
        do {
            try await ledger.enter(change, within: allowance, recount: count, write: write)
        } catch let error as DiskError {
            throw VideoError(storage: error, doing: "keep the budget's ledger")
        }
    }

    package func check(_ allowance: Allowance) async throws {
        let nothing = Ledger.Change(before: Tally(), after: Tally(), number: 0, sentAt: nil)
        try await enter(nothing, within: allowance) {}
    }

    /// Adds all tasks, including the pruned ones.
    /// - Throws: ``VideoError`` with code `storageFailed` if one of them cannot be read, because its cost is unknown.
    private func count(into sums: inout LedgerSums) throws {
        let tasks = try tasks()
        if let error = try unreadable(besides: tasks).first { throw Self.uncountable(error.message) }
        for task in tasks { sums.add(task.tally, sentAt: task.countedAt, number: task.id.number) }
        // Read last, because pruning writes it first.
        let known = Set(tasks.map(\.id))
        var counted: Set<VideoTask.ID> = []
        for task in try prunedTasks() where !known.contains(task.id) && counted.insert(task.id).inserted {
            sums.add(task.tally, sentAt: task.sentAt, number: task.id.number)
        }
    }

    // MARK: - Pruned tasks

    private var prunedPath: String { folder + "/pruned.jsonl" }

    /// Records the amounts of tasks that are about to be removed.
    /// - Throws: ``DiskError``; ``VideoError`` with code `busy`.
    func keepCounting(_ tasks: [VideoTask]) throws {
        let counted = tasks.filter { $0.tally != Tally() }
        guard !counted.isEmpty else { return }
        let file = try disk.open(prunedPath, .update)
        defer { file.close() }
        guard try file.tryLock() else {
            throw VideoError(.busy, "Another process is pruning this journal.", advice: "Nothing was removed.")
        }
        let encoder = JSONEncoder()
        encoder.dateEncodingStrategy = .secondsSince1970
        // Starts on a new line, even after one that a full disk left incomplete.
        var lines: [UInt8] = [UInt8(ascii: "\n")]
        for task in counted {
            lines += try encoder.encode(PrunedTask(id: task.id, sentAt: task.countedAt, tally: task.tally))
            lines.append(UInt8(ascii: "\n"))
        }
        try file.write(lines, at: file.size())
        try file.sync()
        try disk.syncFolder(folder)
    }

    private func prunedTasks() throws -> [PrunedTask] {
        guard try VideoError.storing("read the journal", { try disk.size(of: prunedPath) }) != nil else { return [] }
        let bytes = try VideoError.storing("read the journal") {
            let file = try disk.open(prunedPath, .read)
            return try file.read(at: 0, count: Int(file.size()))
        }
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .secondsSince1970
        return try bytes.split(separator: UInt8(ascii: "\n")).compactMap { line in
            if let task = try? decoder.decode(PrunedTask.self, from: Data(line)) { return task }
            // A torn write. Its tasks were not removed.
            guard line.last == UInt8(ascii: "}") else { return nil }
            throw Self.uncountable("\(prunedPath) holds a line that cannot be read.")
        }
    }

    private static func uncountable(_ reason: String) -> VideoError {
        VideoError(
            .storageFailed,
            "The amount spent cannot be determined, because part of the journal cannot be read. \(reason)",
            advice: "Nothing was sent. Repair or move the unreadable file, or submit without a budget."
        )
    }
}
