import VideoGenerationCore

extension ManifestDialect: VideoDialect {
    var models: [ModelDescription] { catalog.map(\.description) }
    var sources: Set<GenerationMode> { submit.sources }
    var canList: Bool { listing != nil }
    var canCancel: Bool { cancel != nil }
    var canLookUp: Bool { lookup != nil }
    var submitTimeout: Duration { submit.timeout ?? .seconds(120) }

    /// The reader of uniform responses; see ``UniformResponse``.
    var reader: ResponseReader {
        typealias Key = UniformResponse.Key
        var reader = ResponseReader(
            statuses: words,
            errors: errors.table,
            idKeys: [Key.id],
            rules: ResponseRules(
                taskIDs: [Key.id],
                codes: ["error.code"],
                outputs: [],
                pollsNameTask: reading.pollsNameTask,
                errors.declarations
            ),
            keys: ResponseKeys(ownIDs: [Key.ownID], resultURLs: [Key.result], cancelURLs: [Key.cancel]),
            keyAdvice: auth.advice
        )
        reader.outputs = { document, endpoint in
            let search = LinkSearch(at: endpoint)
            return (document.json?[Key.outputs]?.array ?? []).compactMap { item in
                guard let kind = item["kind"]?.text.flatMap({ VideoOutput.Kind(rawValue: $0) }),
                    let link = item["url"].flatMap(search.link)
                else { return nil }
                return VideoOutput(link, kind: kind, needsCredential: link.origin == endpoint.origin)
            }
        }
        if let charge = reading.charge {
            reader.charge = { $0.first(Key.charge)?.decimal.map(charge.charge) }
        }
        if let contentPath {
            reader.contentLink = { task, endpoint in
                var values = NamedValues.task(task)
                return try contentPath.url(&values, at: endpoint)
            }
        }
        return reader
    }

    func authorizer(for key: Secret) -> any RequestAuthorizer { auth.authorizer(for: key) }

    func trustedOrigins(for endpoint: Endpoint) -> [TrustedOrigin] {
        // The hosts of the vendor say nothing about a relay or a simulator that has the vendor's format.
        endpoint.origin == vendor ? hosts.trusted : hosts.trusted.filter { !$0.getsKey }
    }

    func limits(at endpoint: Endpoint) -> SubmitLimits { endpoint.origin == vendor ? vendorLimits : SubmitLimits() }

    func uploadStep(for input: MediaInput, after responses: [HTTPResponse], at endpoint: Endpoint) throws -> UploadStep
    {
        let step = try upload?.next(for: input, after: responses, at: endpoint) { hosts.allow($0, from: endpoint) }
        guard case .send(let request)? = step, request.url.origin == endpoint.origin else { return step ?? .inline }
        return .send(withHeaders(request))
    }

    // MARK: - Submit

    func evidence(in response: HTTPResponse, at endpoint: Endpoint) -> SubmitEvidence {
        reader.evidence(in: uniform.make(response, .submit), at: endpoint)
    }

    func submitted(_ response: HTTPResponse, of request: VideoRequest, at endpoint: Endpoint) throws -> TaskSnapshot {
        var snapshot = try naming(.submit) { try reader.submitted(uniform.make(response, .submit), at: endpoint) }
        snapshot.remote.kind = kind(of: request)
        return paced(snapshot)
    }

    // MARK: - Polls

    func statusRequest(for task: RemoteTask, at endpoint: Endpoint) throws -> HTTPRequest {
        try request(status, task.pollingURL, of: task, at: endpoint)
    }

    func snapshot(_ response: HTTPResponse, of task: RemoteTask, at endpoint: Endpoint) throws -> TaskSnapshot {
        var snapshot = try naming(.status) {
            try reader.status(uniform.make(response, .status), of: task, at: endpoint)
        }
        if snapshot.doubt == .withoutOutput, snapshot.failure?.code == .outputMissing,
            try fileRequest(for: snapshot.remote, at: endpoint) != nil
        {
            snapshot.state = .succeeded
            snapshot.doubt = nil
            snapshot.failure = nil
        }
        return paced(snapshot)
    }

    func fileRequest(for task: RemoteTask, at endpoint: Endpoint) throws -> HTTPRequest? {
        guard let file, task.fileID != nil || !file.uses("file") else { return nil }
        return try request(file, task.resultURL, of: task, at: endpoint)
    }

    func outputs(_ response: HTTPResponse, of task: RemoteTask, at endpoint: Endpoint) throws -> [VideoOutput] {
        let response = uniform.make(response, .file)
        return try naming(.file) {
            let snapshot = try reader.status(response, of: task, at: endpoint)
            if snapshot.outputs.isEmpty, let failure = snapshot.failure { throw failure }
            return snapshot.outputs.isEmpty ? try reader.results(response, at: endpoint) : snapshot.outputs
        }
    }

    func content(_ response: HTTPResponse, of output: VideoOutput, at endpoint: Endpoint) throws -> TaskSnapshot {
        try naming(.content) { try reader.content(uniform.make(response, .content), of: output, at: endpoint) }
    }

    // MARK: - Other operations

    func cancelRequest(for task: RemoteTask, at endpoint: Endpoint) throws -> HTTPRequest? {
        guard let cancel else { return nil }
        return try request(cancel, task.cancelURL, of: task, at: endpoint)
    }

    func cancellation(_ response: HTTPResponse, of task: RemoteTask) throws -> Cancellation {
        try naming(.cancel) { try reader.cancellation(uniform.make(response, .cancel)) }
    }

    func listRequest(_ listing: TaskListing, at endpoint: Endpoint) throws -> HTTPRequest? {
        try self.listing.map { withHeaders(try $0.request(listing, at: endpoint)) }
    }

    func page(_ response: HTTPResponse, of listing: TaskListing, at endpoint: Endpoint) throws -> TaskPage {
        let items = self.listing?.items ?? []
        let tasks = try naming(.list) {
            try reader.list(uniform.make(response, .list, items: items), at: endpoint)
        }
        let json = (try? JSONValue(parsing: response.body)) ?? .null
        return TaskPage(tasks, next: self.listing?.next(in: json, after: listing, count: tasks.count))
    }

    func lookupRequest(for ownID: String, of request: VideoRequest, at endpoint: Endpoint) throws -> HTTPRequest? {
        guard let lookup else { return nil }
        let values = NamedValues(["ownID": .string(ownID), "kind": kind(of: request).map { .string($0) }])
        return withHeaders(try lookup.operation.request(values, at: endpoint))
    }

    func found(
        _ response: HTTPResponse,
        for ownID: String,
        of request: VideoRequest,
        at endpoint: Endpoint
    ) throws -> [TaskSnapshot] {
        let items = lookup?.items ?? []
        let uniform = uniform.make(response, .lookup, items: items)
        return try naming(.lookup) {
            let tasks = try reader.found(uniform, at: endpoint)
            // A response without the declared places says nothing. It is not the response "no such task".
            let json = try? JSONValue(parsing: uniform.body)
            let isRead = items.isEmpty ? !tasks.isEmpty : json?[UniformResponse.Key.items] != nil
            guard isRead || !response.head.isSuccess else {
                throw VideoError(
                    .malformedResponse,
                    "The response to the look-up has no tasks at the places that the manifest names.",
                    httpStatus: response.status
                )
            }
            return tasks
        }
    }
}
