extension VideoClient {
    /// Uploads the files of an admitted request that its provider does not take in the body of a submit.
    ///
    /// There is no task in the journal yet, so a process that ends here leaves nothing that may look bought. The budget
    /// is only compared here; the entry that announces the request counts the task.
    /// - Throws: ``VideoError`` whose ``VideoError/purchase`` is `none`.
    func upload(
        _ request: VideoRequest,
        to provider: any VideoGenerating,
        within allowance: Allowance?,
        _ observe: VideoObserver?
    ) async throws(VideoError) -> VideoRequest {
        if request.media.isEmpty { return request }
        do {
            if let allowance { try await journal.check(allowance) }
            let uploaded = try await repeatingUpload(of: request, to: provider, observe)
            // Other tasks may have paused the provider during a long upload.
            if uploaded != request, await journal.record(of: provider.info.endpoint)?.isPaused == true {
                throw Self.paused(provider.info)
            }
            return uploaded
        } catch {
            throw Self.uploadFailure(error, at: provider)
        }
    }

    private func repeatingUpload(of request: VideoRequest, to provider: any VideoGenerating, _ observe: VideoObserver?)
        async throws -> VideoRequest
    {
        var failures = 0
        while true {
            do {
                var context = context()
                context.willUpload = { input in
                    guard case .data(let data, let type) = input.source else { return }
                    observe?(.uploading(type, bytes: data.count))
                }
                return try await provider.prepare(request, in: context)
            } catch {
                failures += 1
                let failure = Self.uploadFailure(error, at: provider)
                let decision = retryQuotas.decide(
                    settings.retry,
                    .upload,
                    failure,
                    failures: failures,
                    at: provider.info.endpoint.origin,
                    now: clock.now,
                    random: random
                )
                guard case .retry(let delay) = decision else { throw failure }
                try await clock.sleep(for: delay)
            }
        }
    }

    /// Returns the error of an upload. Whatever it says about a purchase, an upload buys nothing.
    private static func uploadFailure(_ error: any Error, at provider: any VideoGenerating) -> VideoError {
        if error is CancellationError { return .stoppedBeforeSubmit }
        var failure =
            error as? VideoError
            ?? VideoError(.refused, "The files could not be uploaded: \(error).", advice: "Nothing was bought.")
        if failure.code == .outcomeUnknown {
            failure.code = .connectionLost
            failure.advice = "Nothing was bought."
        }
        failure.purchase = .none
        failure.provider = provider.info.id
        return failure
    }
}
