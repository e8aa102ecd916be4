import VideoGeneration

extension JournalCheck {
    static let labelChecks = [
        JournalCheck("A label belongs to one task, also if two instances claim it at once") { bench in
            let journals = [try await bench.open(), try await bench.open()]
            let label = try TaskLabel("scene-12")
            let created = try await withThrowingTaskGroup(of: (id: VideoTask.ID, isNew: Bool).self) { group in
                for number in 0..<8 {
                    group.addTask {
                        let journal = journals[number % 2]
                        switch try await journal.create(under: label, { bench.make($0, journal, label: label.text) }) {
                        case .created(let log):
                            log.close()
                            return (log.task.id, true)
                        case .existing(let task): return (task.id, false)
                        }
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            bench.expect(created.count(where: \.isNew) == 1, "\(created.count(where: \.isNew)) tasks were created")
            bench.expect(Set(created.map(\.id)).count == 1, "the label has the tasks \(Set(created.map(\.id)))")
            let found = try await bench.open().task(labeled: label)
            bench.expect(found?.id == created.first?.id, "found \(String(describing: found?.id))")
            bench.expect(try await bench.open().task(labeled: TaskLabel("scene-13")) == nil, "another label has a task")
        },
        JournalCheck("The label of a task that was removed before it was sent is free") { bench in
            let journal = try await bench.open()
            let label = try TaskLabel("scene-12")
            guard case .created(let log) = try await journal.create(under: label, { bench.make($0, journal) }) else {
                return bench.expect(false, "the label was in use")
            }
            await log.discard()
            bench.expect(try await bench.open().task(labeled: label) == nil, "the label still has the removed task")
            if case .existing = try await bench.open().create(under: label, { bench.make($0, journal) }) {
                bench.expect(false, "the label could not be claimed again")
            }
        },
        JournalCheck("The label of a pruned task keeps it without its request, until it is forgotten") { bench in
            let journal = try await bench.open()
            let label = try TaskLabel("scene-12")
            guard
                case .created(let log) = try await journal.create(
                    under: label,
                    { bench.make($0, journal, prompt: "a secret boat", label: label.text) }
                )
            else { return bench.expect(false, "the label was in use") }
            try await log.append(.submitting) { ($0.state, $0.submits) = (.submitting, 1) }
            try await log.append(.accepted) { $0.merge(TaskSnapshot(RemoteTask(id: "r-1"), .queued)) }
            log.close()
            try await journal.append(.status, to: log.task.id) { $0.state = .failed }
            try await journal.prune(olderThan: .zero, forgettingLabels: false)
            let pruned = try await bench.open().task(labeled: label)
            bench.expect(pruned?.id == log.task.id && pruned?.state == .failed, "\(String(describing: pruned?.id))")
            bench.expect(pruned?.remote?.id == "r-1", "\(String(describing: pruned?.remote?.id))")
            bench.expect(pruned?.request.prompt == "", "the pruned task has its prompt")
            if case .created = try await bench.open().create(under: label, { bench.make($0, journal) }) {
                bench.expect(false, "the label of the pruned task was free")
            }
            try await journal.prune(olderThan: .zero, forgettingLabels: true)
            bench.expect(try await bench.open().task(labeled: label) == nil, "the forgotten label has a task")
        },
        JournalCheck("A task that waits outlives its process, and can be sent by another one") { bench in
            let journal = try await bench.open()
            guard case .created(let log) = try await journal.create(under: nil, { bench.make($0, journal) }) else {
                return bench.expect(false, "no task was created")
            }
            try await bench.store.abandon(log)
            let other = try await bench.open()
            let state = try await other.task(log.task.id)?.state
            bench.expect(state == .intent, "read as \(String(describing: state))")
            let reserved = try await other.reserve(log.task.id)
            try await reserved.append(.submitting) { ($0.state, $0.submits) = (.submitting, 1) }
            bench.expect(reserved.task.state == .submitting, "\(reserved.task.state)")
            reserved.close()
        },
    ]
}
