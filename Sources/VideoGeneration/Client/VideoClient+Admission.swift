extension VideoClient {
    /// Whether submits to a provider are paused because the outcomes of the last three are unknown.
    /// - Throws: ``VideoError`` with code `configurationInvalid` if there is no such provider.
    public func isPaused(_ providerID: String) throws -> Bool {
        endpoints.record(of: try provider(providerID).info.endpoint)?.isPaused ?? false
    }

    /// Lets submits to a provider go on after it was paused; see ``isPaused(_:)``.
    ///
    /// A provider is paused when the outcomes of three submits in a row are unknown, so that a server that bills and
    /// then fails cannot turn every waiting order unknown. An accepted or a resolved task opens it again as well.
    /// - Throws: ``VideoError``; `CancellationError`.
    public func reopen(_ providerID: String) async throws {
        try await endpoints.change(try provider(providerID).info.endpoint) { $0.unknownsInRow = 0 }
    }

    /// Waits until one more order may be sent, and makes sure that it may be sent at all.
    /// - Throws: ``VideoError`` with ``VideoError/purchase`` `none`.
    func admit(to provider: any VideoGenerating) async throws {
        let endpoint = provider.info.endpoint
        do { try await window.enter(endpoint) } catch {
            throw VideoError(.cancelled, "Stopped before the order was sent.", advice: "Nothing was bought.")
        }
        do {
            var record = endpoints.record(of: endpoint)
            if record == nil {
                // The first purchase at this endpoint, as far as this process can see.
                try await provider.checkEndpoint(in: context())
                try await endpoints.change(endpoint) { _ in }
                record = endpoints.record(of: endpoint)
            }
            if record?.isPaused == true { throw Self.paused(provider.info) }
        } catch {
            window.leave(endpoint, isAccepted: nil)
            guard let error = error as? VideoError else {
                throw VideoError(.cancelled, "Stopped before the order was sent.", advice: "Nothing was bought.")
            }
            throw error
        }
    }

    /// Takes note of the response to an admitted order.
    /// - Parameter isAccepted: whether the order was accepted; false if its outcome is unknown; nil for everything else.
    func noteAnswer(isAccepted: Bool?, by provider: any VideoGenerating) async {
        let endpoint = provider.info.endpoint
        // A record that cannot be written pauses nothing; the outcome itself is in the journal.
        if isAccepted == false { try? await endpoints.change(endpoint) { $0.noteUnknown() } }
        if isAccepted == true { await noteSettled(at: endpoint) }
        window.leave(endpoint, isAccepted: isAccepted)
    }

    /// An accepted or a resolved task: the endpoint is open.
    func noteSettled(at endpoint: Endpoint) async {
        guard let record = endpoints.record(of: endpoint), record.unknownsInRow > 0 else { return }
        try? await endpoints.change(endpoint) { $0.unknownsInRow = 0 }
    }

    private static func paused(_ provider: ProviderInfo) -> VideoError {
        VideoError(
            .providerPaused,
            "\(provider.id) is paused, because it is not known whether the last \(EndpointRecord.maximumUnknowns) orders there were taken.",
            advice: "Nothing was sent. Resolve those orders, or reopen the provider once it works again.",
            provider: provider.id,
            progress: .notSent
        )
    }
}
