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

    /// Waits until another task may be submitted, and checks that the endpoint is not paused.
    /// - Throws: ``VideoError`` whose ``VideoError/purchase`` is `none`.
    func admit(to provider: any VideoGenerating) async throws(VideoError) {
        let endpoint = provider.info.endpoint
        do { try await submitWindow.enter(endpoint) } catch { throw VideoError.stoppedBeforeSubmit }
        do {
            var record = await journal.record(of: endpoint)
            if record == nil {
                // No process has submitted to this endpoint before.
                try await provider.checkEndpoint(in: context())
                try await journal.changeRecord(of: endpoint) { _ in }
                record = await journal.record(of: endpoint)
            }
            if record?.isPaused == true { throw Self.paused(provider.info) }
        } catch {
            submitWindow.leave(endpoint, isAccepted: nil)
            throw error as? VideoError ?? VideoError.stoppedBeforeSubmit
        }
    }

    /// Records the result of an admitted submit.
    /// - Parameter isAccepted: true if the task was accepted, false if its outcome is unknown, nil for every other result.
    func noteResult(isAccepted: Bool?, by provider: any VideoGenerating) async {
        let endpoint = provider.info.endpoint
        // A record that cannot be written pauses nothing. The outcome itself is in the journal.
        if isAccepted == false { try? await journal.changeRecord(of: endpoint) { $0.noteUnknown() } }
        if isAccepted == true { await journal.noteSettled(at: endpoint) }
        submitWindow.leave(endpoint, isAccepted: isAccepted)
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
