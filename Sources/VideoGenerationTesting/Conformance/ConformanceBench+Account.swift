import VideoGeneration

/// The checks of charges and of look-ups by the caller's own ID.
extension ConformanceBench {
    func checkCharge() async throws {
        let cast = try cast()
        let task = try await accepted(cast)
        let scene = await status(cast, of: task, makeResponse(script.succeeded, .succeeded))
        expect(
            scene.value?.charge == script.charge,
            "the charge of the sample `succeeded` is \(script.charge.map { "\($0)" } ?? "nil")",
            seen: scene.value?.charge.map { "\($0)" } ?? "nil"
        )
        let running = await status(cast, of: task, makeResponse(script.running, .running))
        expect(
            running.value?.charge.map { $0.amount >= 0 } ?? true,
            "a charge is not negative",
            seen: running.outcome
        )
    }

    func checkLookup() async throws {
        let cast = try cast()
        guard let sample = script.lookup else {
            let scene = await lookUp(cast, HTTPResponse(status: 200, body: Array("{}".utf8)))
            return expect(
                scene.error == nil && (scene.value ?? nil) == nil && scene.requests.isEmpty,
                "a provider that cannot look tasks up returns nil and sends nothing",
                seen: "\(scene.outcome), \(scene.requests)"
            )
        }
        let scene = await lookUp(cast, sample.filled(rows: [row("a:b/c+d=")]))
        expect(
            scene.value??.map(\.remote.id) == ["a:b/c+d="],
            "the task with the caller's own ID is found, with its id unchanged",
            seen: scene.outcome
        )
        if sample.has(.own) {
            expect(
                scene.value??.map(\.ownID) == [Self.ownID],
                "a task that is found has the caller's own ID, which proves that it is the right one",
                seen: scene.outcome
            )
        }
        expect(
            scene.requests.map(\.isSafe) == [true]
                && scene.requests.allSatisfy { $0.delivers(Self.ownID) || $0.carries(ownID: Self.ownID) },
            "a look-up is one request that can be repeated, with the caller's own ID",
            seen: "\(scene.requests.map { "\($0.method.rawValue) \($0.url.string), isSafe \($0.isSafe)" })"
        )
        let nothing = await lookUp(cast, HTTPResponse(status: 404, body: Array("{}".utf8)))
        expect(
            nothing.value??.isEmpty ?? (nothing.error != nil),
            "a look-up without a result finds no task",
            seen: nothing.outcome
        )
        guard sample.isList else { return }
        let two = await lookUp(cast, sample.filled(rows: [row("task-1"), row("task-2")]))
        expect(
            two.value??.map(\.remote.id) == ["task-1", "task-2"],
            "two tasks in the response are both returned, because neither is proven to be the right one",
            seen: two.outcome
        )
    }

    private func lookUp(_ cast: Cast, _ response: HTTPResponse) async -> Scene<[TaskSnapshot]?> {
        let request = request
        return await cast.stage.play({ _ in response }) {
            try await cast.provider.lookUp(Self.ownID, of: request, in: cast.context)
        }
    }

    private func row(_ id: String) -> [SampleResponse.Blank: String] {
        [
            .id: id, .status: script.word(for: .running) ?? "", .base: Self.baseURL, .own: Self.ownID,
            .file: "file-1", .link: Self.link, .reason: "no reason",
        ]
    }
}
