import VideoGeneration

/// The checks of cancelled calls and damaged responses.
extension ConformanceBench {
    func checkCancellation() async throws {
        // A call that ignores its cancellation costs a long wait each time, so the first failure ends the loop.
        for moment in ConformanceStage.Moment.allCases where ledger.failures.isEmpty {
            try await checkCancelledPurchase(at: moment)
            let cast = try cast()
            let task = try await accepted(cast)
            let running = makeResponse(script.running, .running)
            let succeeded = try await succeeded(cast)
            let links = script.file.map { makeResponse($0, .succeeded) } ?? makeResponse(script.succeeded, .succeeded)
            try await expectEnd(cast, at: moment, "status", running) {
                try await cast.provider.status(of: task, in: cast.context)
            }
            try await expectEnd(cast, at: moment, "outputs", links) {
                try await cast.provider.outputs(of: succeeded.task, in: cast.context)
            }
            if let stopped = script.stopped {
                try await expectEnd(cast, at: moment, "cancel", makeResponse(stopped, .cancelled)) {
                    try await cast.provider.cancel(task, in: cast.context)
                }
            }
            if let lookup = script.lookup {
                try await expectEnd(cast, at: moment, "lookUp", makeResponse(lookup, .running)) {
                    try await cast.provider.lookUp(Self.ownID, of: request, in: cast.context)
                }
            }
            if let list = script.list {
                try await expectEnd(cast, at: moment, "list", makeResponse(list, .running)) {
                    try await cast.provider.list(TaskListing(), in: cast.context)
                }
            }
        }
    }

    private func checkCancelledPurchase(at moment: ConformanceStage.Moment) async throws {
        let cast = try cast()
        let response = makeResponse(script.accepted, .queued)
        let request = request
        let scene = await cast.stage.play({ _ in response }, cancelAt: moment) {
            try await cast.provider.submit(request, in: cast.context)
        }
        let isRight =
            switch moment {
            case .beforeSending: scene.error?.code == .notSent || scene.isCancellation
            case .sent, .headReceived, .inBody: scene.error?.code == .outcomeUnknown
            case .answered: scene.value?.remote.id == "task-1"
            }
        expect(
            isRight,
            moment == .answered
                ? "a submit that is cancelled after its response arrived returns the task's id"
                : "a cancelled submit (\(moment)) is \(moment == .beforeSending ? "notSent" : "outcomeUnknown")",
            seen: scene.outcome
        )
        expectOneAttempt(scene, "submit", moment)
    }

    private func expectEnd<Value: Sendable>(
        _ cast: Cast,
        at moment: ConformanceStage.Moment,
        _ name: String,
        _ response: HTTPResponse,
        _ verb: @escaping @Sendable () async throws -> Value
    ) async throws {
        guard ledger.failures.isEmpty else { return }
        let scene = await cast.stage.play({ _ in response }, cancelAt: moment, verb)
        if moment != .answered {
            expect(
                scene.isCancellation,
                "a cancelled `\(name)` (\(moment)) throws CancellationError, not an error of the task",
                seen: scene.outcome
            )
        }
        expectOneAttempt(scene, name, moment)
        let again = await cast.stage.play({ _ in response }, verb)
        expect(again.value != nil, "`\(name)` works after a cancelled call", seen: again.outcome)
    }

    private func expectOneAttempt<Value>(
        _ scene: Scene<Value>,
        _ name: String,
        _ moment: ConformanceStage.Moment
    ) {
        expect(
            scene.heardCancellation,
            "the cancellation of `\(name)` (\(moment)) reaches the transport",
            seen: "the transport was not cancelled within \(ConformanceStage.propagation)"
        )
        expect(
            scene.requests.count == 1 || moment == .answered,
            "a cancelled `\(name)` sends no further request",
            seen: "\(scene.requests)"
        )
    }

    // MARK: - Damage

    private static let damagePerSample = 60

    func checkDamagedResponses() async throws {
        let random = SeededRandom(seed: 20_261)
        let cast = try cast()
        let task = try await accepted(cast)
        let succeeded = try await succeeded(cast)
        for _ in 0..<Self.damagePerSample {
            let purchase = makeResponse(script.accepted, .queued).damaged(random)
            let bought = await submit(cast) { _ in purchase }
            expect(
                bought.error != nil || bought.value.map { !$0.remote.id.isEmpty } == true,
                "a damaged response to a submit is a VideoError, or a task with an id",
                seen: "\(bought.outcome) for \(purchase.text)"
            )
            for state in [RemoteState.running, .succeeded, .failed] {
                let response = makeResponse(script.sample(for: state), state).damaged(random)
                expectSense(await status(cast, of: task, response), response)
            }
            let file = makeResponse(script.file ?? script.succeeded, .succeeded, id: task.id).damaged(random)
            let links = await outputs(cast, of: succeeded, file: file, poll: file)
            expect(
                links.error != nil || links.value?.isEmpty == false,
                "a damaged response about links is a VideoError, or links",
                seen: "\(links.outcome) for \(file.text)"
            )
        }
    }

    private func expectSense(_ scene: Scene<TaskSnapshot>, _ response: HTTPResponse) {
        guard let snapshot = scene.value else {
            return expect(
                scene.error != nil,
                "a damaged response to a poll throws nothing but a VideoError",
                seen: "\(scene.outcome) for \(response.text)"
            )
        }
        expect(
            snapshot.state != .succeeded || !snapshot.outputs.isEmpty || snapshot.remote.fileID != nil
                || snapshot.remote.resultURL != nil || asksByTaskID,
            "a damaged response is never a success without a video",
            seen: "\(scene.outcome) for \(response.text)"
        )
        expect(
            snapshot.progress.map { (0...1).contains($0) } ?? true,
            "progress is 0…1 or nil",
            seen: "\(scene.outcome) for \(response.text)"
        )
    }
}

extension HTTPResponse {
    fileprivate var text: String { String(decoding: body, as: UTF8.self) }

    /// Returns the response with one random damage, drawn from a seed.
    fileprivate func damaged(_ random: any RandomSource) -> HTTPResponse {
        func draw(_ bound: Int) -> Int { bound > 0 ? Int(random.next() % UInt64(bound)) : 0 }
        let pieces = ["null", "{}", "[]", "\"\"", "1e400", "-1", "true", "99999999999999999999", "{\"a\":", "\u{0}"]
        var body = body
        let place = draw(body.count)
        switch draw(5) {
        case 0: body.removeLast(body.count - place)
        case 1: if !body.isEmpty { body[place] = UInt8(truncatingIfNeeded: random.next()) }
        case 2: body.insert(contentsOf: Array(pieces[draw(pieces.count)].utf8), at: place)
        case 3: body.removeSubrange(place..<min(place + 1 + draw(12), body.count))
        default:
            // Replaces one value with another, so that the JSON stays valid.
            if let colon = body[place...].firstIndex(of: UInt8(ascii: ":")) {
                let end = body[colon...].firstIndex { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "}") }
                let value = Array(pieces[draw(8)].utf8)
                body.replaceSubrange((colon + 1)..<(end ?? body.endIndex), with: value)
            }
        }
        return HTTPResponse(status: status, fields: head.fields, body: body)
    }
}
