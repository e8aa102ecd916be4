extension VideoClient {
    /// Returns whether submits to a provider are paused because the outcomes of the last three are unknown.
    /// - Throws: ``VideoError`` with code `configurationInvalid` if there is no such provider.
    public func isPaused(_ providerID: String) async throws(VideoError) -> Bool {
        await journal.record(of: try provider(providerID).info.endpoint)?.isPaused ?? false
    }

    /// Allows submits to a provider again after a pause; see ``isPaused(_:)``.
    ///
    /// A provider is paused when the outcomes of three submits in a row are unknown, so that a server that charges and
    /// then fails cannot make the outcome of every waiting task unknown. An accepted or resolved task ends the pause as
    /// well.
    /// - Throws: ``VideoError``; `CancellationError`.
    public func reopen(_ providerID: String) async throws {
        try await journal.changeRecord(of: try provider(providerID).info.endpoint) { $0.unknownsInRow = 0 }
    }

    /// Checks that submits to a provider are not paused, and at the first contact also that its address is an API's.
    /// - Throws: ``VideoError`` whose ``VideoError/purchase`` is `none`.
    func checkAdmission(to provider: any VideoGenerating) async throws(VideoError) {
        let endpoint = provider.info.endpoint
        do {
            var record = await journal.record(of: endpoint)
            if record == nil {
                // No process has submitted to this endpoint before.
                try await provider.checkEndpoint(in: context())
                try await journal.changeRecord(of: endpoint) { _ in }
                record = await journal.record(of: endpoint)
            }
            if record?.isPaused == true { throw Self.paused(provider.info) }
        } catch { throw error as? VideoError ?? VideoError.stoppedBeforeSubmit }
    }

    /// Records the result of a submit, and returns its turn.
    /// - Parameter isAccepted: true if the task was accepted, false if its outcome is unknown, nil for every other result.
    func noteResult(isAccepted: Bool?, of turn: SubmitQueue.Turn) async {
        let endpoint = turn.lane.account.endpoint
        // A record that cannot be written pauses nothing. The outcome itself is in the journal.
        if isAccepted == false { try? await journal.changeRecord(of: endpoint) { $0.noteUnknown() } }
        if isAccepted == true { await journal.noteSettled(at: endpoint) }
        queue.leave(turn.lane, isAccepted: isAccepted)
    }

    /// Lowers the learned limit of a lane after a response that says that too many tasks are in flight.
    func noteThrottling(_ failure: VideoError, _ lane: SubmitLane.ID) async {
        guard failure.code == .rateLimited else { return }
        let inFlight = (try? await journal.inFlight(lane.account, model: lane.model)) ?? 0
        queue.change(lane) { lane, now in lane.noteThrottled(inFlight: inFlight, at: now) }
    }

    static func paused(_ provider: ProviderInfo) -> VideoError {
        VideoError(
            .providerPaused,
            "\(provider.id) is paused, because the outcomes of the last \(EndpointRecord.maximumUnknowns) submits there are unknown.",
            advice: "Nothing was sent. Resolve those tasks, or reopen the provider once it works again.",
            provider: provider.id,
            progress: .notSent
        )
    }
}
