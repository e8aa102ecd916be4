import VideoGeneration
import VideoSimulator

/// The checks that use real sockets.
extension ConformanceBench {
    /// Generates a video with a client and the simulator, once for each fault of ``SocketTrial``.
    func checkSimulator(at path: String) async throws {
        for trial in SocketTrial.faults {
            let simulator = VideoSimulator(
                SimulatorOptions(generationTime: 0.2),
                faults: FaultScript(rules: trial.rules)
            )
            let ports = try simulator.start()
            defer { simulator.stop() }
            let task = try await generate(at: Endpoint("http://127.0.0.1:\(ports.api)\(path)"))
            expectEnd(of: trial, SocketOutcome(task, simulator.ledger))
        }
    }

    /// Generates a video with a client and a provider that plays the script, once for each fault and each failure.
    func checkLoopback() async throws {
        guard let dialect else { return }
        for trial in SocketTrial.faults + failures {
            let server = LoopbackProvider(
                dialect: dialect,
                script: script,
                options: LoopbackOptions(key: Self.key, ending: trial.end),
                faults: FaultScript(rules: trial.rules)
            )
            let endpoint = try server.start()
            defer { server.stop() }
            expectEnd(of: trial, SocketOutcome(try await generate(at: endpoint), server.ledger))
        }
        if script.lookup?.has(.own) == true { try await checkLostSubmit(dialect) }
    }

    /// A submit whose response was lost is found by the caller's own ID, without a second submit.
    private func checkLostSubmit(_ dialect: any VideoDialect) async throws {
        let server = LoopbackProvider(
            dialect: dialect,
            script: script,
            options: LoopbackOptions(key: Self.key),
            faults: FaultScript(rules: [FaultRule(on: .submit, .drop(billed: true))])
        )
        let player = try player(at: server.start())
        defer { server.stop() }
        _ = await generate(with: player)
        var found: Result<VideoTask, any Error> = .failure(VideoError(.taskNotFound, "The journal has no task."))
        if let lost = try await player.client.journal.tasks().first {
            do { found = .success(try await player.client.resolve(lost.id, as: .askProvider)) } catch {
                found = .failure(error)
            }
        }
        let remote = (try? found.get())?.remote?.id
        expect(
            remote.map { server.ledger.tasks[$0] != nil } == true && server.ledger.submits == 1,
            "a task whose response to the submit was lost is found by the caller's own ID",
            seen: "\(found), \(server.ledger.requests.map { "\($0.purpose): \($0.method) \($0.target)" })"
        )
    }

    private var failures: [SocketTrial] {
        var trials = [SocketTrial(name: "the task fails", ending: .failed(nil, billed: 0), end: .failed)]
        for (index, failure) in script.failures.enumerated() {
            trials.append(
                SocketTrial(
                    name: "the task fails with \(failure.response.text)",
                    ending: .failed(failure.code, billed: 0),
                    end: .failure(index)
                )
            )
        }
        if let failure = script.failedFile {
            trials.append(
                SocketTrial(
                    name: "the request for the links fails with \(failure.response.text)",
                    ending: .failed(failure.code, billed: 0),
                    end: .failedFile
                )
            )
        }
        return trials
    }

    private func expectEnd(of trial: SocketTrial, _ outcome: SocketOutcome) {
        switch trial.ending {
        case .stored:
            expect(
                outcome.file != nil,
                "when \(trial.name), the video is downloaded byte for byte",
                seen: "\(outcome.task), \(outcome.requests)"
            )
            expect(
                outcome.videosBilled == 1,
                "when \(trial.name), exactly one video is billed",
                seen: "videos billed: \(outcome.videosBilled)"
            )
        case .failed(let code, let billed):
            expect(
                outcome.code != nil && (code == nil || outcome.code == code),
                "when \(trial.name), the task ends with \(code.map { "\($0)" } ?? "an error")",
                seen: "\(outcome.task), \(outcome.requests)"
            )
            expect(
                billed == nil || outcome.videosBilled == billed,
                "when \(trial.name), nothing is billed",
                seen: "videos billed: \(outcome.videosBilled)"
            )
        }
        expect(
            outcome.submits == 1,
            "when \(trial.name), the server receives one POST that submits a video",
            seen: "\(outcome.submits): \(outcome.requests)"
        )
        expect(
            outcome.keysAtMedia.isEmpty,
            "when \(trial.name), no key reaches the other origin",
            seen: "\(outcome.keysAtMedia)"
        )
    }

    /// A client with the provider under test.
    private struct Player {
        let client: VideoClient
        let providerID: String
        let folder: TemporaryFolder
    }

    private func player(at endpoint: Endpoint) throws -> Player {
        let provider = try makeProvider(endpoint, Secret(Self.key))
        let folder = try TemporaryFolder()
        var settings = VideoClient.Settings()
        settings.polling = PollSchedule(first: .milliseconds(20), factor: 1, longest: .milliseconds(20))
        settings.retry = RetryPolicy(
            baseDelay: .milliseconds(10),
            throttledDelay: .milliseconds(10),
            maximumDelay: .milliseconds(50)
        )
        let client = VideoClient(
            providers: [provider],
            journal: try FileJournal(
                folder: folder.path + "/journal",
                environment: EngineEnvironment(clock: HurriedClock())
            ),
            settings: settings
        )
        return Player(client: client, providerID: provider.info.id, folder: folder)
    }

    private func generate(at endpoint: Endpoint) async throws -> Result<VideoTask, any Error> {
        await generate(with: try player(at: endpoint))
    }

    private func generate(with player: Player) async -> Result<VideoTask, any Error> {
        do {
            return .success(
                try await player.client.generate(
                    script.request(Self.prompt),
                    using: player.providerID,
                    savingTo: player.folder.path + "/video.mp4",
                    wait: .seconds(120)
                )
            )
        } catch {
            return .failure(error)
        }
    }
}
