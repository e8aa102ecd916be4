import VideoGeneration

extension JournalCheck {
    static let sharedChecks = [
        JournalCheck("The record of an endpoint is shared by all instances") { bench in
            let journals = [try await bench.open(), try await bench.open()]
            bench.expect(await journals[0].record(of: bench.endpoint) == nil, "an unused endpoint has a record")
            try await journals[0].changeRecord(of: bench.endpoint) { _ in }
            for number in 0..<3 {
                try await journals[number % 2].changeRecord(of: bench.endpoint) { $0.noteUnknown() }
            }
            let record = try await bench.open().record(of: bench.endpoint)
            bench.expect(record?.isPaused == true, "\(String(describing: record))")
            let other = await journals[0].record(of: try Endpoint("https://other.example.com/v1"))
            bench.expect(other == nil, "another endpoint has the record")
        },
        JournalCheck("Concurrent changes of an endpoint's record are all kept") { bench in
            let journals = [try await bench.open(), try await bench.open()]
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<10 {
                    group.addTask {
                        try await journals[number % 2].changeRecord(of: bench.endpoint) { $0.unknownsInRow += 1 }
                    }
                }
                try await group.waitForAll()
            }
            let count = try await bench.open().record(of: bench.endpoint)?.unknownsInRow
            bench.expect(count == 10, "\(String(describing: count)) of 10 changes")
        },
        JournalCheck("A task that is adopted twice is one task") { bench in
            let source = try await bench.open()
            let task = bench.queued(TaskID(number: 9, bits: 5), source, remoteID: "adopted")
            try await source.adopt(task)
            let other = try await bench.open()
            var changed = task
            changed.state = .running
            try await other.adopt(changed)
            let kept = try await other.task(task.id)
            bench.expect(kept?.state == .queued && kept?.remote?.id == "adopted", "\(String(describing: kept?.state))")
            let history = try await other.history(of: task.id).map(\.event)
            bench.expect(history == [.adopted], "\(history)")
            let next = try await bench.begin(other)
            bench.expect(next.task.id.number > 9, "\(next.task.id) was begun after \(task.id)")
            next.close()
        },
        JournalCheck("The values of a process are shared by all users of one instance") { bench in
            let journal = try await bench.open()
            let first = journal.shared.value { JournalBenchValue() }
            let second = journal.shared.value { JournalBenchValue() }
            bench.expect(first === second, "two values")
        },
    ]
}

private final class JournalBenchValue: Sendable {}

extension JournalBench {
    /// Returns a queued task of another journal.
    func queued(_ id: VideoTask.ID, _ journal: any Journal, remoteID: String) -> VideoTask {
        var task = make(id, journal)
        task.state = .queued
        task.remote = RemoteTask(id: remoteID)
        return task
    }
}
