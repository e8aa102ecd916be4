import VideoGeneration

/// The checks of failed tasks.
extension ConformanceBench {
    private static let reason = "the paper is too wet"

    func checkFailureReason() async throws {
        try await checkFailure(script.failed, code: nil)
        for failure in script.failures { try await checkFailure(failure.response, code: failure.code) }
        if let failure = script.failedFile { try await checkFailedFile(failure) }
    }

    private func checkFailure(_ sample: SampleResponse, code: VideoError.Code?) async throws {
        let cast = try cast()
        let task = try await accepted(cast)
        let scene = await status(cast, of: task, makeResponse(sample, .failed, reason: Self.reason))
        expect(
            scene.value?.state == .failed || code != nil && scene.value?.state == .expired,
            "a failed task is a snapshot with the state failed: \(sample.text)",
            seen: scene.outcome
        )
        if sample.has(.reason) {
            expect(
                scene.value?.failure?.message.contains(Self.reason) == true,
                "a failed task has the provider's reason",
                seen: scene.outcome
            )
        }
        if let code {
            expect(
                scene.value?.failure?.code == code,
                "the response \(sample.text) with HTTP \(sample.status) ends the task with \(code)",
                seen: scene.outcome
            )
        }
        expect(scene.requests.count == 1, "one poll is one request", seen: "\(scene.requests)")
    }

    /// A verdict that comes only with the request for the links ends the task, or the client would ask for ever.
    private func checkFailedFile(_ failure: ConformanceScript.Refusal) async throws {
        let cast = try cast()
        let succeeded = try await succeeded(cast)
        let response = makeResponse(failure.response, .failed, reason: Self.reason)
        let scene = await outputs(cast, of: succeeded, file: response)
        expect(
            scene.error?.code == failure.code && scene.error?.endsTask == true,
            "the response \(failure.response.text) to the request for the links ends the task with \(failure.code)",
            seen: "\(scene.outcome), endsTask \(scene.error?.endsTask == true)"
        )
        if failure.response.has(.reason) {
            expect(
                scene.error?.message.contains(Self.reason) == true,
                "the error has the provider's reason",
                seen: scene.outcome
            )
        }
    }
}
