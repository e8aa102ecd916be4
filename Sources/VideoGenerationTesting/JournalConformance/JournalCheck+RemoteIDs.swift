import VideoGeneration

extension JournalCheck {
    static let remoteIDChecks = [
        JournalCheck("A remote ID belongs to the first task that claims it, at its endpoint alone") { bench in
            let journal = try await bench.open()
            let first = try await bench.unknown(journal)
            let second = try await bench.unknown(journal)
            let remote = RemoteTask(id: "r")
            bench.expect(await journal.claim(remote, for: first) == nil, "a new ID had an owner")
            let other = try await bench.open()
            bench.expect(await other.claim(remote, for: first) == nil, "the owner was refused")
            bench.expect(await other.claim(remote, for: second) == first.id, "a second task got the ID")
            bench.expect(try await other.owner(of: "r", at: bench.endpoint) == first.id, "the owner is another task")
            let elsewhere = try await other.owner(of: "r", at: try Endpoint("https://other.example.com/v1"))
            bench.expect(elsewhere == nil, "the ID is claimed at another endpoint")
        },
        JournalCheck("Of many claims of one ID at one time, one succeeds") { bench in
            let journals = [try await bench.open(), try await bench.open()]
            var tasks: [VideoTask] = []
            for _ in 0..<6 { tasks.append(try await bench.unknown(journals[0])) }
            let free = await withTaskGroup(of: Bool.self) { group in
                for (number, task) in tasks.enumerated() {
                    group.addTask { await journals[number % 2].claim(RemoteTask(id: "r"), for: task) == nil }
                }
                return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
            bench.expect(free == 1, "\(free) claims succeeded")
        },
        JournalCheck("A claim with work refuses an ID of another task, and is void if the work fails") { bench in
            let journal = try await bench.open()
            let first = try await bench.unknown(journal)
            let second = try await bench.unknown(journal)
            do {
                _ = try await journal.withClaim(of: "r", for: first) { throw CancellationError() }
                bench.expect(false, "the error of the work was lost")
            } catch {}
            bench.expect(try await journal.owner(of: "r", at: bench.endpoint) == nil, "failed work claimed the ID")
            _ = try await journal.withClaim(of: "r", for: first) { first }
            await bench.expect(.invalidRequest, "work with the ID of another task") {
                _ = try await journal.withClaim(of: "r", for: second) { second }
            }
        },
        JournalCheck("A task with the remote ID of another one is not adopted") { bench in
            let journal = try await bench.open()
            try await bench.accepted(journal, as: "r")
            let copy = bench.queued(TaskID(number: 9, bits: 5), journal, remoteID: "r")
            await bench.expect(.invalidRequest, "the adoption") { try await journal.adopt(copy) }
            bench.expect(try await journal.task(copy.id) == nil, "the task is present")
        },
        JournalCheck("The IDs of given tasks can be claimed later") { bench in
            let journal = try await bench.open()
            let task = bench.queued(try await bench.unknown(journal).id, journal, remoteID: "late")
            try await journal.completeClaims()
            try await journal.keepClaims(of: [task])
            try await bench.open().keepClaims(of: [task])
            bench.expect(try await journal.owner(of: "late", at: bench.endpoint) == task.id, "the ID has no owner")
        },
    ]

    static let pruningChecks = [
        JournalCheck("Pruning removes old finished tasks alone") { bench in
            let journal = try await bench.open()
            let failed = try await bench.failed(journal, as: "a")
            let queued = try await bench.accepted(journal, as: "b")
            let unknown = try await bench.unknown(journal)
            let log = try await bench.begin(journal)
            let young = try await journal.prune(olderThan: .seconds(86_400))
            bench.expect(young == 0, "\(young) young tasks were removed")
            let removed = try await bench.open().prune(olderThan: .zero)
            bench.expect(removed == 1, "\(removed) tasks were removed")
            let left = try await journal.tasks().map(\.id)
            bench.expect(left == [queued.id, unknown.id, log.task.id], "\(left) are left")
            bench.expect(try await journal.task(failed.id) == nil, "the finished task is readable")
            log.close()
        },
        JournalCheck("The remote ID of a pruned task stays claimed") { bench in
            let journal = try await bench.open()
            let pruned = try await bench.failed(journal, as: "r")
            try await journal.prune(olderThan: .zero)
            let later = try await bench.open()
            bench.expect(try await later.owner(of: "r", at: bench.endpoint) == pruned.id, "the owner is forgotten")
            let task = try await bench.unknown(later)
            bench.expect(await later.claim(RemoteTask(id: "r"), for: task) == pruned.id, "the ID was given again")
        },
        JournalCheck("A pruned task still counts under the budget") { bench in
            let journal = try await bench.open()
            let allowance = try Allowance(bench.estimate, within: Budget(seconds: 6))
            let log = try await bench.begin(journal, within: allowance)
            try await log.append(.accepted) { $0.merge(TaskSnapshot(RemoteTask(id: "r"), .running)) }
            log.close()
            try await journal.append(.status, to: log.task.id) { $0.state = .expired }
            try await journal.prune(olderThan: .zero)
            bench.expect(try await journal.tasks().isEmpty, "the task was not pruned")
            await bench.expect(.budgetExceeded, "a second task") {
                _ = try await bench.begin(try await bench.open(), within: allowance)
            }
        },
        JournalCheck("The amounts of pruned tasks stay readable, each task once") { bench in
            let journal = try await bench.open()
            let pruned = try await bench.failed(journal, as: "a")
            try await bench.accepted(journal, as: "b")
            try await journal.prune(olderThan: .zero)
            try await journal.prune(olderThan: .zero)
            let ids = try await bench.open().prunedTasks().map(\.id)
            bench.expect(ids == [pruned.id], "\(ids) are readable")
        },
    ]
}
