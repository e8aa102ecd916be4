import VideoGeneration

/// The checks of submitting.
extension ConformanceBench {
    func checkScript() throws {
        let blanks: [(String, SampleResponse, SampleResponse.Blank)] = [
            ("accepted", script.accepted, .id), ("failed", script.failed, .reason),
        ]
        for (name, sample, blank) in blanks {
            expect(sample.has(blank), "the sample `\(name)` has the placeholder \(blank.rawValue)", seen: sample.text)
        }
        checkWords()
        expect(
            script.refusals.contains { $0.response.has(.reason) },
            "one of the refusals has the placeholder <reason>",
            seen: "\(script.refusals.count) refusals without it"
        )
        let provider = try cast().provider
        expect(
            provider.info.canLookUp == (script.lookup != nil),
            "the script has the sample `lookup` if, and only if, the provider finds tasks by the caller's own ID",
            seen: "canLookUp is \(provider.info.canLookUp)"
        )
        expect(
            provider.info.canList == (script.list != nil),
            "the script has the sample `list` if, and only if, the provider has a list",
            seen: "canList is \(provider.info.canList)"
        )
        expect(
            provider.info.canCancel == (script.stopped != nil),
            "the script has the sample `stopped` if, and only if, the provider can cancel a task",
            seen: "canCancel is \(provider.info.canCancel)"
        )
        checkTable(of: provider)
    }

    /// A state has a word, or a sample that shows it without one.
    private func checkWords() {
        for state in [RemoteState.running, .succeeded, .failed] {
            let sample = script.sample(for: state)
            expect(
                script.word(for: state) != nil || !sample.has(.status),
                "some word means \(state), or the sample for this state has no <status>",
                seen: "the words \(script.words.keys.sorted()) and the sample \(sample.text)"
            )
        }
        for (word, state) in script.words {
            let sample = script.sample(for: state)
            expect(
                sample.has(.status),
                "the sample for \(state), which “\(word)” means, has the placeholder <status>",
                seen: sample.text
            )
        }
    }

    /// Whether the provider has a field for the caller's own ID.
    private var sendsOwnID: Bool { script.lookup != nil || dialect?.ownIDField != nil }

    func checkPurchase() async throws {
        for id in ["task-1", "461732098812345678", "veo3:17-a/b+c=="] {
            let cast = try cast()
            let response = makeResponse(script.accepted, .queued, id: id)
            let scene = await submit(cast) { _ in response }
            expect(
                scene.value?.remote.id == id,
                "an accepted task has the provider's id, unchanged: \(id)",
                seen: scene.outcome
            )
            expect(
                scene.value.map { !$0.state.isFinal || $0.state == .succeeded } ?? false,
                "an accepted task has not failed",
                seen: scene.outcome
            )
            expect(
                scene.requests.map(\.method) == [.post],
                "a submit is exactly one POST",
                seen: "\(scene.requests)"
            )
            guard let request = scene.requests.first else { return }
            expect(
                request.url.origin == cast.origin,
                "a submit is sent to the provider's own origin, \(cast.origin)",
                seen: "\(request)"
            )
            expect(
                request.delivers(prompt: Self.prompt),
                "the prompt arrives byte for byte, including quotes, line ends and special characters",
                seen: String(decoding: request.body ?? [], as: UTF8.self)
            )
            expect(
                request.carries(ownID: Self.ownID) || !sendsOwnID,
                "a submit carries the caller's own ID, so that the task can be found by it",
                seen: "no header field and no member of the body has the value \(Self.ownID)"
            )
            expect(
                scene.timeouts.allSatisfy { $0.cancellationGrace > .zero },
                "a submit is sent with `HTTPTimeouts.submit`, which waits for the response to a cancelled call",
                seen: "a grace of \(scene.timeouts.first?.cancellationGrace ?? .zero)"
            )
        }
    }

    func checkRefusals() async throws {
        for refusal in script.refusals {
            let response = makeResponse(refusal.response, .failed, reason: "the paper is too wet")
            let scene = await submit(try cast()) { _ in response }
            expect(
                scene.error?.code == refusal.code,
                "the response \(refusal.response.text) with HTTP \(response.status) is \(refusal.code)",
                seen: scene.outcome
            )
            if refusal.response.has(.reason) {
                expect(
                    scene.error?.message.contains("the paper is too wet") == true,
                    "the error contains the provider's reason",
                    seen: scene.outcome
                )
            }
            expect(scene.requests.count == 1, "a refused submit is not sent again", seen: "\(scene.requests)")
        }
    }

    func checkNoResponse() async throws {
        let progress: [ExchangeProgress] = [.sent, .headReceived, .bodyReceived(12)]
        for progress in progress {
            for code in [HTTPTransportError.Code.connectionLost, .timedOut, .invalidResponse] {
                let scene = await submit(try cast()) { _ in
                    throw HTTPTransportError(code, progress, "The connection ended.")
                }
                expect(
                    scene.error?.code == .outcomeUnknown,
                    "a submit that was sent and got no response (\(code), \(progress)) is outcomeUnknown",
                    seen: scene.outcome
                )
            }
        }
        for code in [HTTPTransportError.Code.nameNotResolved, .connectionFailed, .tlsFailed] {
            let scene = await submit(try cast()) { _ in
                throw HTTPTransportError(code, .notSent, "There is no connection.")
            }
            expect(
                scene.error?.code == .notSent,
                "a submit that was not sent (\(code)) is notSent",
                seen: scene.outcome
            )
        }
    }

    func checkUnclearResponses() async throws {
        for (name, response) in unclearResponses {
            let scene = await submit(try cast()) { _ in response }
            expect(
                scene.error?.code == .outcomeUnknown,
                "a response that is \(name) leaves the outcome unknown: outcomeUnknown",
                seen: scene.outcome
            )
        }
    }

    /// An id is never dropped, whatever the HTTP status of its response.
    func checkKeptID() async throws {
        for status in [200, 201, 202, 400, 409, 429, 500, 502, 503, 504] {
            var sample = script.accepted
            sample.status = status
            sample.fields["Retry-After"] = "1"
            let response = makeResponse(sample, .queued, id: "task-1")
            let scene = await submit(try cast()) { _ in response }
            expect(
                scene.value?.remote.id == "task-1",
                "an id in a response with HTTP \(status) is kept",
                seen: scene.outcome
            )
        }
    }

    private var unclearResponses: [(String, HTTPResponse)] {
        let whole = makeResponse(script.accepted, .queued).body
        let page = Array(Self.page.utf8)
        return [
            ("empty", HTTPResponse(status: 200)),
            ("a page of HTML", HTTPResponse(status: 200, fields: ["Content-Type": "text/html"], body: page)),
            ("cut off", HTTPResponse(status: 200, body: Array(whole.dropLast(whole.count / 2)))),
            ("an accepted task without an id", makeResponse(script.accepted, .queued, id: "")),
            ("an empty object", HTTPResponse(status: 200, body: Array("{}".utf8))),
            ("HTTP 500", HTTPResponse(status: 500, body: page)),
            ("HTTP 502", HTTPResponse(status: 502, body: page)),
            ("HTTP 504", HTTPResponse(status: 504, body: page)),
            ("HTTP 503 with Retry-After", HTTPResponse(status: 503, fields: ["Retry-After": "1"], body: page)),
            ("a page of HTML under HTTP 400", HTTPResponse(status: 400, body: page)),
            ("HTTP 303", HTTPResponse(status: 303, fields: ["Location": "/v1/videos/task-1"])),
        ]
    }

    func checkOnePurchase() async throws {
        let statuses = [200, 302, 307, 401, 408, 409, 425, 429, 500, 502, 503, 504]
        for status in statuses {
            let scene = await submit(try cast()) { _ in
                HTTPResponse(
                    status: status,
                    fields: ["Retry-After": "0", "Location": "https://elsewhere.conformance.example/v1"]
                )
            }
            expect(
                scene.requests.count == 1,
                "one call sends one POST, also after HTTP \(status): only the client decides about a retry",
                seen: "\(scene.requests)"
            )
            if status != 429 {
                expectFinal(scene, "got HTTP \(status)")
            }
        }
        let moments: [ExchangeProgress] = [.notSent, .sent, .headReceived]
        for progress in moments {
            let scene = await submit(try cast()) { _ in
                throw HTTPTransportError(.connectionLost, progress, "The connection ended.")
            }
            expect(
                scene.requests.count == 1,
                "one call sends one POST, also if the connection is lost (\(progress))",
                seen: "\(scene.requests)"
            )
            if progress != .notSent { expectFinal(scene, "lost its connection (\(progress))") }
        }
        try await checkReadersBuyNothing()
    }

    /// The client repeats whatever its policy calls safe, so an error must not make a second submit look safe.
    private func expectFinal(_ scene: Scene<TaskSnapshot>, _ name: String) {
        guard let error = scene.error else { return }
        var budget = RetryQuota()
        let decision = RetryPolicy().decide(.submit, error, failures: 1, random: 0, budget: &budget)
        expect(
            decision == .stop(.pointless),
            "the error of a submit that \(name) does not make the client send it again",
            seen: "\(scene.outcome) (isTransient \(error.isTransient)), and the client's decision is \(decision)"
        )
    }

    /// Reading a task that is unknown, failed or lost must not submit it again.
    private func checkReadersBuyNothing() async throws {
        let responses: [HTTPResponse] = [
            HTTPResponse(status: 404), HTTPResponse(status: 410), HTTPResponse(status: 500),
            makeResponse(script.failed, .failed), HTTPResponse(status: 200, body: Array("{}".utf8)),
        ]
        for response in responses {
            let cast = try cast()
            let task = try await accepted(cast)
            let requests = await readings(cast, of: task) { _ in response }.flatMap(\.scene.requests)
            let bought = requests.filter { $0.delivers(prompt: Self.prompt) }
            expect(
                bought.isEmpty,
                "polling or cancelling a task (HTTP \(response.status)) never submits it again",
                seen: "\(bought)"
            )
        }
    }
}
