import VideoGeneration

extension JournalCheck {
    static let entryChecks = [
        JournalCheck("An entry that is not a legal move is refused and changes nothing") { bench in
            let journal = try await bench.open()
            let task = try await bench.accepted(journal, as: "r")
            await bench.expect(.storageFailed, "a move from queued to stored") {
                try await journal.append(.stored, to: task.id) { $0.state = .stored }
            }
            let kept = try await journal.task(task.id)
            bench.expect(kept?.state == .queued, "\(String(describing: kept?.state))")
            let count = try await journal.history(of: task.id).count
            bench.expect(count == 3, "\(count) entries")
        },
        JournalCheck("Concurrent entries of two instances are all kept, in one order") { bench in
            let journals = [try await bench.open(), try await bench.open()]
            let task = try await bench.accepted(journals[0], as: "r")
            let written = await withTaskGroup(of: Bool.self) { group in
                for number in 0..<12 {
                    group.addTask {
                        let journal = journals[number % 2]
                        return (try? await journal.append(.status, to: task.id, note: "\(number)") { _ in }) != nil
                    }
                }
                return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
            let history = try await bench.open().history(of: task.id)
            bench.expect(written == 12, "\(written) of 12 entries were written")
            bench.expect(history.map(\.sequence) == Array(1...history.count), "\(history.map(\.sequence))")
            bench.expect(Set(history.compactMap(\.note)).count == 12, "\(history.count) entries")
        },
        JournalCheck("An entry is applied to what another instance wrote last") { bench in
            let first = try await bench.open()
            let task = try await bench.accepted(first, as: "r")
            _ = try await first.task(task.id)
            try await bench.open().append(.status, to: task.id) { $0.state = .running }
            let after = try await first.append(.status, to: task.id) { $0.progress = 0.5 }
            bench.expect(after.state == .running && after.progress == 0.5, "\(after.state)")
            let read = try await first.task(task.id)
            bench.expect(read?.state == .running, "\(String(describing: read?.state))")
        },
        JournalCheck("An unknown ID has no task and no history, and refuses entries") { bench in
            let journal = try await bench.open()
            let task = try await bench.accepted(journal, as: "r")
            let id = TaskID(number: task.id.number + 7, bits: 1)
            bench.expect(try await journal.task(id) == nil, "a task was found")
            bench.expect(try await journal.history(of: id).isEmpty, "a history was found")
            await bench.expect(.invalidRequest, "an entry for an unknown task") {
                try await journal.append(.status, to: id) { _ in }
            }
        },
        JournalCheck("The latest tasks are the newest, newest first") { bench in
            let journal = try await bench.open()
            var ids: [VideoTask.ID] = []
            for number in 0..<4 { ids.append(try await bench.accepted(journal, as: "r\(number)").id) }
            let latest = try await bench.open().latest(2).map(\.id)
            bench.expect(latest == Array(ids.reversed().prefix(2)), "\(latest) of \(ids)")
        },
    ]
}
