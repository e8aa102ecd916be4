import VideoGeneration

extension JournalCheck {
    static let submitChecks = [
        JournalCheck("A task that is being submitted is readable by another instance") { bench in
            let log = try await bench.begin(try await bench.open())
            let other = try await bench.open()
            let task = try await other.task(log.task.id)
            bench.expect(task?.state == .submitting && task?.submits == 1, "\(String(describing: task?.state))")
            bench.expect(try await other.tasks().map(\.id) == [log.task.id], "the list lacks the task")
            let events = try await other.history(of: log.task.id).map(\.event)
            bench.expect(events == [.intent, .submitting], "\(events)")
            log.close()
        },
        JournalCheck("An abandoned submit has an unknown outcome, and is never submitted again") { bench in
            let log = try await bench.begin(try await bench.open())
            let id = log.task.id
            try await bench.store.abandon(log)
            let other = try await bench.open()
            let state = try await other.task(id)?.state
            bench.expect(state == .outcomeUnknown, "read as \(String(describing: state))")
            await bench.expect(.storageFailed, "a second submit") {
                try await other.append(.submitting, to: id) { $0.state = .submitting }
            }
            let task = try await other.task(id)
            bench.expect(task?.state == .outcomeUnknown && task?.submits == 1, "\(String(describing: task?.state))")
            let events = try await other.history(of: id).map(\.event)
            bench.expect(events == [.intent, .submitting, .recovered], "\(events)")
        },
        JournalCheck("A task that is being submitted refuses other changes") { bench in
            let log = try await bench.begin(try await bench.open())
            let other = try await bench.open()
            await bench.expect(.busy, "a change during the submit") {
                try await other.append(.resolved, to: log.task.id) { $0.state = .failed }
            }
            try await log.append(.accepted) { $0.merge(TaskSnapshot(RemoteTask(id: "r"), .queued)) }
            log.close()
            try await other.append(.status, to: log.task.id) { $0.state = .running }
        },
        JournalCheck("An accepted task is readable with its remote ID before the log is closed") { bench in
            let log = try await bench.begin(try await bench.open())
            try await log.append(.accepted) { $0.merge(TaskSnapshot(RemoteTask(id: "r-1"), .queued)) }
            let task = try await bench.open().task(log.task.id)
            bench.expect(task?.remote?.id == "r-1" && task?.state == .queued, "\(String(describing: task?.remote?.id))")
            bench.expect(try await log.isVisible, "the log is not visible")
            log.close()
        },
        JournalCheck("Two instances begin tasks without a collision") { bench in
            let journals = [try await bench.open(), try await bench.open()]
            let ids = try await withThrowingTaskGroup(of: VideoTask.ID.self) { group in
                for number in 0..<12 {
                    group.addTask {
                        let log = try await bench.begin(journals[number % 2])
                        try await log.append(.refused) { $0.state = .failed }
                        log.close()
                        return log.task.id
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            let read = try await bench.open().tasks()
            bench.expect(Set(ids).count == 12 && Set(read.map(\.id)) == Set(ids), "\(ids) and \(read.map(\.id))")
            let numbers = read.map(\.id.number)
            bench.expect(numbers == numbers.sorted(), "the list is not in order: \(numbers)")
        },
        JournalCheck("A budget holds between two instances") { bench in
            let journals = [try await bench.open(), try await bench.open()]
            let allowance = try Allowance(bench.estimate, within: Budget(seconds: 13))
            let begun = await withTaskGroup(of: Bool.self) { group in
                for number in 0..<8 {
                    group.addTask {
                        guard let log = try? await bench.begin(journals[number % 2], within: allowance) else {
                            return false
                        }
                        _ = try? await log.append(.accepted) {
                            $0.merge(TaskSnapshot(RemoteTask(id: "r\(number)"), .queued))
                        }
                        log.close()
                        return true
                    }
                }
                return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
            bench.expect(begun == 2, "\(begun) tasks of 6 s began with a budget of 13 s")
            let count = try await bench.open().tasks().count
            bench.expect(count == begun, "\(count) tasks after \(begun) were begun")
            await bench.expect(.budgetExceeded, "a task above the budget") {
                _ = try await bench.begin(try await bench.open(), within: allowance)
            }
        },
        JournalCheck("A refused task no longer counts under the budget") { bench in
            let journal = try await bench.open()
            let allowance = try Allowance(bench.estimate, within: Budget(seconds: 6))
            for _ in 0..<2 {
                let log = try await bench.begin(journal, within: allowance)
                try await log.append(.refused) { $0.state = .failed }
                log.close()
            }
        },
    ]
}
