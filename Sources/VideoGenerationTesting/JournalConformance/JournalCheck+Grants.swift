import VideoGeneration

extension JournalCheck {
    static let grantChecks = [
        JournalCheck("A limit of tasks in flight holds between two instances, and room is derived from the tasks") {
            bench in
            let journals = [try await bench.open(), try await bench.open()]
            let limits = SubmitLimits(inFlight: 2)
            var sent: [VideoTask.ID] = []
            for number in 0..<4 {
                let journal = journals[number % 2]
                let log = try await bench.created(journal)
                let decision = try await journal.grant(bench.request(log.task, limits, process: UInt64(number % 2)))
                if case .granted = decision {
                    try await bench.accept(log, as: "r-\(number)")
                    sent.append(log.task.id)
                } else {
                    await log.discard()
                }
            }
            bench.expect(sent.count == 2, "\(sent.count) tasks were sent with a limit of 2")
            let account = bench.account
            bench.expect(try await journals[0].inFlight(account, model: "m") == 2, "the count is wrong")
        },
        JournalCheck("A task that has ended leaves room, whichever process ended") { bench in
            let journal = try await bench.open()
            let limits = SubmitLimits(inFlight: 1)
            let first = try await bench.created(journal)
            _ = try await journal.grant(bench.request(first.task, limits, process: 1))
            try await bench.accept(first, as: "r-1")
            let other = try await bench.open()
            let second = try await bench.created(other)
            let early = try await other.grant(bench.request(second.task, limits, process: 2))
            if case .granted = early { bench.expect(false, "two tasks with a limit of 1") }
            try await other.append(.status, to: first.task.id) { $0.state = .failed }
            let late = try await other.grant(bench.request(second.task, limits, process: 2))
            guard case .granted = late else { return bench.expect(false, "no room after the end: \(late)") }
            await second.discard()
        },
        JournalCheck("A limit of submits holds in any 60 seconds, also after the tasks have ended") { bench in
            let journal = try await bench.open()
            let limits = SubmitLimits(perMinute: 2)
            for number in 0..<2 {
                let log = try await bench.created(journal)
                let decision = try await journal.grant(bench.request(log.task, limits, process: 1))
                guard case .granted = decision else { return bench.expect(false, "refused: \(decision)") }
                try await bench.accept(log, as: "r-\(number)")
                try await journal.append(.status, to: log.task.id) { $0.state = .failed }
            }
            let other = try await bench.open()
            let third = try await bench.created(other)
            let early = try await other.grant(bench.request(third.task, limits, process: 2))
            guard case .later(let pause, .perMinute(2)) = early else {
                return bench.expect(false, "a third submit: \(early)")
            }
            bench.expect(pause > .seconds(50) && pause <= .seconds(60), "a pause of \(pause)")
            try await other.environment.clock.sleep(for: pause)
            let late = try await other.grant(bench.request(third.task, limits, process: 2))
            guard case .granted = late else { return bench.expect(false, "no room after a minute: \(late)") }
            await third.discard()
        },
        JournalCheck("Tasks of two instances are granted in order within a priority") { bench in
            let journals = [try await bench.open(), try await bench.open()]
            let limits = SubmitLimits(inFlight: 1)
            let running = try await bench.created(journals[0])
            _ = try await journals[0].grant(bench.request(running.task, limits, process: 1))
            try await bench.accept(running, as: "r-1")
            let older = try await bench.created(journals[0])
            try await journals[0].environment.clock.sleep(for: .seconds(1))
            let younger = try await bench.created(journals[1])
            _ = try await journals[0].grant(bench.request(older.task, limits, process: 1))
            try await journals[0].append(.status, to: running.task.id) { $0.state = .failed }
            let overtaking = try await journals[1].grant(bench.request(younger.task, limits, process: 2))
            bench.expect(overtaking == .later(.zero, .order), "\(overtaking)")
            let next = try await journals[0].grant(bench.request(older.task, limits, process: 1))
            if case .later = next { bench.expect(false, "the older task: \(next)") }
            let urgent = bench.request(younger.task, SubmitLimits(), process: 2, priority: 1)
            let first = try await journals[1].grant(urgent)
            if case .later = first { bench.expect(false, "a higher priority: \(first)") }
            await older.discard()
            await younger.discard()
        },
    ]
}
