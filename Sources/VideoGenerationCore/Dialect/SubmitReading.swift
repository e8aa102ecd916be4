/// The response to a submit, read by a dialect and judged by ``PurchaseOutcome``.
struct SubmitReading: Sendable {
    private let response: HTTPResponse
    private let url: HTTPURL?
    private let endpoint: Endpoint
    private let evidence: SubmitEvidence
    private let rules: ResponseRules
    /// The task or the error that the dialect reads.
    let reading: Result<TaskSnapshot, VideoError>
    /// Whether 429 proves that nothing was bought.
    var trusts429 = true

    /// Reads a response.
    /// - Parameter url: The URL of the request; nil if it is not known.
    init(
        _ response: HTTPResponse,
        to url: HTTPURL?,
        of request: VideoRequest,
        by dialect: any VideoDialect,
        at endpoint: Endpoint
    ) {
        self.response = response
        self.url = url
        self.endpoint = endpoint
        evidence = dialect.evidence(in: response, at: endpoint)
        rules = dialect.reader.rules
        do {
            reading = .success(try dialect.submitted(response, of: request, at: endpoint))
        } catch let error as VideoError {
            reading = .failure(error)
        } catch {
            reading = .failure(VideoError(.malformedResponse, "The response cannot be read."))
        }
    }

    /// The outcome of the purchase.
    var outcome: PurchaseOutcome { PurchaseOutcome(of: judged) }

    private var judged: PurchaseOutcome.Response {
        PurchaseOutcome.Response(
            head: response.head,
            evidence: evidence,
            rules: rules,
            endpoint: endpoint,
            url: url,
            trusts429: trusts429
        )
    }

    /// Returns the accepted task.
    /// - Throws: ``VideoError`` with its ``VideoError/purchase``.
    func task() throws -> TaskSnapshot {
        let outcome = outcome
        guard case .accepted(let isProvisional) = outcome else {
            throw outcome.error(failure, judged, body: response.body)
        }
        // An ID is never dropped, however the dialect reads the rest of the response.
        var snapshot = (try? reading.get()) ?? TaskSnapshot(RemoteTask(id: ""), .queued)
        if let id = evidence.taskID { snapshot.remote.id = id }
        snapshot.isProvisional = isProvisional
        return snapshot
    }

    private var failure: VideoError {
        if case .failure(let error) = reading { return error }
        return VideoError(.malformedResponse, "The response names no task.", httpStatus: response.status)
    }
}
