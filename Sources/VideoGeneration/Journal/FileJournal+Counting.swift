import VideoPlatform

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
        for task in tasks { sums.add(task.countedAttempts, number: task.id.number) }
        // Read last, because pruning writes it first.
        let known = Set(tasks.map(\.id))
        let pruned: [PrunedTask]
        do { pruned = try prunedTasks() } catch { throw Self.uncountable(error.message) }
        for task in pruned where !known.contains(task.id) {
            if let attempts = task.attempts {
                sums.add(attempts, number: task.id.number)
            } else {
                sums.add(task.tally, sentAt: task.sentAt, number: task.id.number)
            }
        }
    }

    // MARK: - Pruned tasks

    private var prunedPath: String { folder + "/pruned.jsonl" }

    /// Records the amounts of tasks that are about to be removed.
    /// - Throws: ``DiskError``; ``VideoError`` with code `busy`.
    func keepCounting(_ tasks: [VideoTask]) throws { try keepCounting(tasks.compactMap(PrunedTask.init)) }

    /// Records pruned tasks.
    /// - Throws: ``DiskError``; ``VideoError`` with code `busy`.
    func keepCounting(_ counted: [PrunedTask]) throws {
        guard !counted.isEmpty else { return }
        let file = try disk.open(prunedPath, .update)
        defer { file.close() }
        guard try file.tryLock() else {
            throw VideoError(.busy, "Another process is pruning this journal.", advice: "Nothing was removed.")
        }
        let encoder = JSONEncoder()
        encoder.dateEncodingStrategy = .secondsSince1970
        encoder.outputFormatting = .sortedKeys
        // Starts on a new line, even after one that a full disk left incomplete.
        var lines: [UInt8] = [UInt8(ascii: "\n")]
        for task in counted {
            lines += try encoder.encode(task)
            lines.append(UInt8(ascii: "\n"))
        }
        try file.write(lines, at: file.size())
        try file.sync()
        try disk.syncFolder(folder)
    }

    package func prunedTasks() throws(VideoError) -> [PrunedTask] {
        let bytes = try VideoError.storing("read the journal") { () -> [UInt8] in
            guard try disk.size(of: prunedPath) != nil else { return [] }
            let file = try disk.open(prunedPath, .read)
            defer { file.close() }
            return try file.read(at: 0, count: Int(file.size()))
        }
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .secondsSince1970
        var seen: Set<VideoTask.ID> = []
        var tasks: [PrunedTask] = []
        // A prune that was interrupted is repeated, and then the last line of a task is the current one.
        for line in bytes.split(separator: UInt8(ascii: "\n")).reversed() {
            guard let task = try? decoder.decode(PrunedTask.self, from: Data(line)) else {
                // The tasks of a torn write were not removed.
                if Self.isTorn(line) { continue }
                throw VideoError(
                    .storageFailed,
                    "\(prunedPath) holds a line that cannot be read.",
                    advice: "Repair or move the file."
                )
            }
            if seen.insert(task.id).inserted { tasks.append(task) }
        }
        return tasks.reversed()
    }

    /// Returns whether a line ends before its object does.
    private static func isTorn(_ line: some Sequence<UInt8>) -> Bool {
        var (depth, isInString, isEscaped, last) = (0, false, false, UInt8(0))
        for byte in line {
            switch byte {
            case _ where isEscaped: isEscaped = false
            case UInt8(ascii: "\\"): isEscaped = isInString
            case UInt8(ascii: "\""): isInString.toggle()
            case UInt8(ascii: "{") where !isInString: depth += 1
            case UInt8(ascii: "}") where !isInString: depth -= 1
            default: break
            }
            last = byte
        }
        return last != UInt8(ascii: "}") || depth > 0 && !isInString
    }

    private static func uncountable(_ reason: String) -> VideoError {
        VideoError(
            .storageFailed,
            "The amount spent cannot be determined, because part of the journal cannot be read. \(reason)",
            advice: "Nothing was sent. Repair or move the unreadable file, or submit without a budget."
        )
    }
}
