import VideoGeneration
import VideoSimulator

/// The check that uses real sockets.
extension ConformanceBench {
    /// Generates a video with a client and the simulator, once for each fault of ``SimulatorTrial``.
    func checkSimulator(at path: String) async throws {
        for trial in SimulatorTrial.all {
            let outcome = try await play(trial, at: path)
            switch trial.ending {
            case .stored:
                expect(
                    outcome.file != nil,
                    "when \(trial.name), the video is downloaded byte for byte",
                    seen: "\(outcome.task)"
                )
                expect(
                    outcome.ledger.videosBilled == 1,
                    "when \(trial.name), exactly one video is billed",
                    seen: "videos billed: \(outcome.ledger.videosBilled)"
                )
            case .failed(let code):
                expect(
                    outcome.code == code,
                    "when \(trial.name), the task ends with \(code)",
                    seen: "\(outcome.task)"
                )
            }
            expect(
                outcome.ledger.submits == 1,
                "when \(trial.name), the server receives one POST that submits a video",
                seen: "\(outcome.ledger.submits): \(outcome.ledger.requests)"
            )
            expect(
                outcome.ledger.credentialsAtMedia.isEmpty,
                "when \(trial.name), no key reaches the other origin",
                seen: "\(outcome.ledger.credentialsAtMedia)"
            )
        }
    }

    private func play(_ trial: SimulatorTrial, at path: String) async throws -> SimulatorOutcome {
        let simulator = VideoSimulator(
            SimulatorOptions(generationTime: 0.2),
            faults: FaultScript(rules: trial.rules)
        )
        let ports = try simulator.start()
        defer { simulator.stop() }
        let provider = try makeProvider(
            Endpoint("http://127.0.0.1:\(ports.api)\(path)"),
            Secret(Self.key)
        )
        let folder = try TemporaryFolder()
        var settings = VideoClient.Settings()
        settings.polling = PollSchedule(first: .milliseconds(50), factor: 1, longest: .milliseconds(50))
        settings.retry = RetryPolicy(
            baseDelay: .milliseconds(10),
            throttledDelay: .milliseconds(10),
            maximumDelay: .milliseconds(50)
        )
        let client = VideoClient(
            providers: [provider],
            journal: try FileJournal(folder: folder.path + "/journal"),
            settings: settings
        )
        var task: Result<VideoTask, any Error>
        do {
            task = .success(
                try await client.generate(
                    script.request(Self.prompt),
                    using: provider.info.id,
                    savingTo: folder.path + "/video.mp4",
                    wait: .seconds(30)
                )
            )
        } catch {
            task = .failure(error)
        }
        return SimulatorOutcome(task: task, ledger: simulator.ledger)
    }
}
