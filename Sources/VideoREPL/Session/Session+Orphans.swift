import VideoGeneration

extension Session {
    /// Lists the videos of the accounts that no task of the journal owns: of the named provider, or of every provider
    /// whose key is set.
    /// - Throws: ``VideoError``, with code `unsupported` if the named provider has no list; `CancellationError`.
    func listOrphans(_ invocation: Invocation) async throws -> ExitCode {
        let directory = try directory()
        let names =
            invocation[.provider].map { [$0] } ?? directory.entries.filter(directory.hasKey).map(\.id)
        guard !names.isEmpty else {
            throw VideoError(
                .configurationInvalid,
                "No provider has a key.",
                advice: "Name one with --provider, or set a key; `\(spelled("providers"))` lists them."
            )
        }
        var orphans: [OrphanSearch.Orphan] = []
        var withoutList: [String] = []
        var failure: (any Error)?
        var rows = 0
        for name in names {
            do {
                var one = Invocation()
                one.add(name, to: .provider)
                let search = try await OrphanSearch.run(try await choice(one).provider, self)
                orphans += search.orphans
                rows += search.count
                if !search.isWhole {
                    note("\(name): only the newest \(search.count.counted("video")) of the list were read.", invocation)
                }
            } catch let error as VideoError where error.code == .unsupported && names.count > 1 {
                withoutList.append(name)
            } catch let error as VideoError where names.count > 1 {
                // The other providers are still listed.
                failure = failure ?? error
                console.error("\(name): \(error.shownText)", .red)
            }
        }
        if !withoutList.isEmpty {
            note("Without a list of tasks: \(withoutList.joined(separator: ", ")).", invocation)
        }
        show(orphans, of: rows, invocation)
        return failure.map { ExitCode($0) } ?? .done
    }

    private func show(_ orphans: [OrphanSearch.Orphan], of rows: Int, _ invocation: Invocation) {
        guard !invocation.has(.json) else { return console.lines(orphans.map(\.json.description)) }
        guard !orphans.isEmpty else {
            return console.text("Every video of the list belongs to a task of this journal (\(rows.counted("video"))).")
        }
        console.table(OrphanSearch.Orphan.table(orphans))
        console.text(
            "\(orphans.count.counted("video")) of \(rows) \(orphans.count == 1 ? "belongs" : "belong") to no task of this "
                + "journal. If one is a task with an unknown outcome, give it to that task: "
                + "\(spelled("resolve ID --taken REMOTE")). The others were made by other programs, or with another journal."
        )
    }
}
