import VideoGeneration

/// The checks of polling.
extension ConformanceBench {
    private static let unheardOf = "Conformance_Unheard_Of"

    /// Compares the table of a provider that is built from a dialect with the words in the script.
    func checkTable(of provider: any VideoGenerating) {
        guard let dialect = (provider as? DialectProvider)?.dialect else { return }
        let known = Set(script.words.keys.map { $0.lowercased() })
        for word in dialect.reader.statuses.words {
            expect(
                known.contains(word.lowercased()),
                "every word of the dialect's table is in the script's `words`",
                seen: "“\(word)” is not in it"
            )
        }
    }

    func checkStatusWords() async throws {
        let cast = try cast()
        let task = try await accepted(cast)
        for (word, state) in script.words.sorted(by: { $0.key < $1.key }) {
            for spelling in Set([word, word.uppercased(), word.lowercased()]).sorted() {
                let scene = await status(cast, of: task, makeResponse(script.sample(for: state), state, word: spelling))
                expect(
                    scene.value?.state == state,
                    "the status “\(spelling)” means \(state)",
                    seen: scene.outcome
                )
                expect(
                    scene.value?.rawStatus == spelling && scene.value?.isKnownStatus == true,
                    "the status “\(spelling)” is kept as it was sent, and is a known status",
                    seen:
                        "rawStatus \(scene.value?.rawStatus ?? "nil"), isKnownStatus \(scene.value?.isKnownStatus == true)"
                )
                expectProgress(scene)
            }
        }
        let samples = [(RemoteState.running, script.running), (.succeeded, script.succeeded), (.failed, script.failed)]
        for (state, sample) in samples + script.others.map({ ($0.key, $0.value) }) where !sample.has(.status) {
            let scene = await status(cast, of: task, makeResponse(sample, state))
            // Without a word, nothing tells a task in the queue from one that runs.
            let isRight = state.isFinal ? scene.value?.state == state : scene.value?.state.isFinal == false
            expect(
                isRight && scene.value?.isKnownStatus == true,
                "the sample \(sample.text) means \(state), without a status word",
                seen: scene.outcome
            )
            expectProgress(scene)
        }
    }

    private func expectProgress(_ scene: Scene<TaskSnapshot>) {
        expect(
            scene.value?.progress.map { (0...1).contains($0) } ?? true,
            "progress is 0…1 or nil",
            seen: scene.outcome
        )
    }

    func checkUnknownWord() async throws {
        let cast = try cast()
        let task = try await accepted(cast)
        guard script.running.has(.status) else {
            let scene = await status(cast, of: task, HTTPResponse(status: 200, body: Array(#"{"note": "later"}"#.utf8)))
            return expect(
                scene.value?.state.isFinal != true,
                "a response without a known state does not end the task",
                seen: scene.outcome
            )
        }
        let scene = await status(cast, of: task, makeResponse(script.running, .running, word: Self.unheardOf))
        expect(
            scene.value?.state == .running,
            "a status that is in no table means running, so that a paid task is not abandoned",
            seen: scene.outcome
        )
        expect(
            scene.value?.rawStatus == Self.unheardOf && scene.value?.isKnownStatus == false,
            "a status that is in no table is kept in rawStatus, and isKnownStatus is false",
            seen: "rawStatus \(scene.value?.rawStatus ?? "nil"), isKnownStatus \(scene.value?.isKnownStatus == true)"
        )
        let blank = await status(cast, of: task, makeResponse(script.running, .running, id: task.id, word: ""))
        expect(
            blank.value?.state.isFinal != true,
            "an empty status does not end the task",
            seen: blank.outcome
        )
    }

    func checkPollTrouble() async throws {
        let cast = try cast()
        let task = try await accepted(cast)
        for status in [401, 403, 404, 408, 429, 500, 502, 503, 504] {
            let response = HTTPResponse(status: status, body: Array("<html><body>Later</body></html>".utf8))
            let scene = await self.status(cast, of: task, response)
            expect(
                scene.error != nil,
                "a poll with the response HTTP \(status) is a VideoError, not a state of the task",
                seen: scene.outcome
            )
            expectWorthAsking(scene, if: status >= 408, "HTTP \(status)")
        }
        let whole = makeResponse(script.running, .running).body
        let bodies = ["", "{}", "null", Self.page].map { Array($0.utf8) }
        for body in bodies + [Array(whole.dropLast(whole.count / 2))] {
            let scene = await self.status(cast, of: task, HTTPResponse(status: 200, body: body))
            expect(
                scene.error != nil || scene.value?.state.isFinal == false,
                "an invalid response to a poll (\(String(decoding: body, as: UTF8.self))) does not end the task",
                seen: scene.outcome
            )
        }
        for code in [HTTPTransportError.Code.connectionFailed, .connectionLost, .timedOut] {
            let progress: ExchangeProgress = code == .connectionFailed ? .notSent : .sent
            let scene = await cast.stage.play({ _ in
                throw HTTPTransportError(code, progress, "The connection ended.")
            }) { try await cast.provider.status(of: task, in: cast.context) }
            expect(
                scene.error != nil,
                "a poll whose connection broke (\(code)) is a VideoError, not a state of the task",
                seen: scene.outcome
            )
            expectWorthAsking(scene, if: true, "\(code)")
        }
    }

    private func expectWorthAsking(_ scene: Scene<TaskSnapshot>, if isTransient: Bool, _ name: String) {
        expect(
            scene.error?.isTransient ?? true || !isTransient,
            "a poll that failed with \(name) can be repeated: the error's isTransient is true",
            seen: scene.outcome
        )
        expect(
            scene.requests.count == 1 && scene.requests.allSatisfy(\.isSafe),
            "one poll is one request that can be repeated, also after \(name)",
            seen: "\(scene.requests.map { "\($0), isSafe \($0.isSafe)" })"
        )
    }

    func checkOtherTask() async throws {
        let cast = try cast()
        let task = try await accepted(cast, id: "task-1")
        let response = makeResponse(script.running, .running, id: "quite-another-task-2")
        let scene = await status(cast, of: task, response)
        expect(
            scene.value?.remote.id ?? "task-1" == "task-1",
            "the id of a task never changes, whatever a response says",
            seen: scene.outcome
        )
        guard script.running.has(.id) else { return }
        expect(
            scene.error != nil,
            "a response about another task is an error, not a state of this task",
            seen: scene.outcome
        )
    }

    func checkIdentifiers() async throws {
        for id in ["veo3.1:17-x", "dGVz/dA+xy==", "a b?c=d&e#f%2F", "461732098812345678"] {
            let cast = try cast()
            let task = try await accepted(cast, id: id)
            let poll = await status(cast, of: task, makeResponse(script.running, .running, id: id))
            if isUnsendable(id, poll) { continue }
            expect(
                poll.requests.count == 1 && poll.requests.allSatisfy { $0.delivers(id) },
                "a poll sends the id “\(id)” unchanged, with percent-encoding",
                seen: "\(poll.requests.map(\.url.string))"
            )
            expect(
                poll.value?.remote.id == id,
                "the response about “\(id)” is accepted as a response about this task",
                seen: poll.outcome
            )
            try await checkFileIdentifier(id)
        }
    }

    /// Returns whether a dialect whose IDs are paths refused an id that no path can contain.
    private func isUnsendable(_ id: String, _ poll: Scene<TaskSnapshot>) -> Bool {
        guard id.contains("?"), poll.requests.isEmpty, poll.error?.code == .invalidRequest else { return false }
        expect(true, "an id that cannot be part of a path is refused", seen: poll.outcome)
        return true
    }

    private func checkFileIdentifier(_ id: String) async throws {
        guard script.succeeded.has(.file) else { return }
        let cast = try cast()
        let succeeded = try await succeeded(cast, id: "task-1", file: id)
        expect(
            succeeded.task.fileID == id,
            "the id of the file is kept unchanged: \(id)",
            seen: succeeded.task.fileID ?? "nil"
        )
        let scene = await outputs(cast, of: succeeded)
        expect(
            scene.requests.contains { $0.delivers(id) },
            "the request for the links sends the file id “\(id)” unchanged, with percent-encoding",
            seen: "\(scene.requests.map(\.url.string))"
        )
    }
}
