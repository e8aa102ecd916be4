/// Reads the responses of a dialect. It accepts fields in many places and is strict about their meaning.
///
/// A dialect supplies tables and the few things that differ. ``SubmitEvidence`` decides whether a video was bought, and
/// the rules for polls decide whether a task has ended. Everything else that is read is only information.
public struct ResponseReader: Sendable {
    /// The dialect's table of status words.
    package var statuses: StatusTable
    /// The dialect's table of error codes.
    package var errors: ErrorTable
    /// The keys for a task's ID in a response, the preferred one first.
    package var idKeys: [String]
    /// The rules for the outcome of a purchase and for the end of a task.
    package var rules: ResponseRules
    /// The dialect's keys in addition to the usual ones.
    public var keys: ResponseKeys
    /// Returns the state that a response reports, for an API without status words; nil if the table of words applies.
    public var state: (@Sendable (ResponseDocument) -> RemoteState?)?
    /// Returns the outputs of a finished task, for an API in which a search by keys does not find them; nil to search.
    public var outputs: (@Sendable (ResponseDocument, Endpoint) -> [VideoOutput])?
    /// Returns the amount that the provider charged, if the response reports it.
    public var charge: (@Sendable (ResponseDocument) -> Charge?)?
    /// Returns the URL of a finished task's video, for APIs that serve the bytes themselves; nil for other APIs.
    package var contentLink: (@Sendable (RemoteTask, Endpoint) throws -> HTTPURL)?
    /// One sentence with advice for a key that is not accepted, in addition to checking the key itself.
    package var keyAdvice: String?

    /// Creates a reader from a dialect's tables.
    public init(
        statuses: StatusTable,
        errors: ErrorTable = .common,
        idKeys: [String] = ["task_id", "id"],
        rules: ResponseRules = ResponseRules(),
        keys: ResponseKeys = ResponseKeys(),
        contentLink: (@Sendable (RemoteTask, Endpoint) throws -> HTTPURL)? = nil,
        keyAdvice: String? = nil
    ) {
        self.statuses = statuses
        self.errors = errors
        self.idKeys = idKeys
        self.rules = rules
        if rules.taskIDs.isEmpty {
            self.rules.taskIDs = ResponseRules.places(of: idKeys, in: keys.envelopes)
        }
        self.keys = keys
        self.contentLink = contentLink
        self.keyAdvice = keyAdvice
    }

    /// Parses a response with the dialect's own keys.
    public func parse(_ response: HTTPResponse) -> ResponseDocument { ResponseDocument(response, keys: keys) }

    /// Returns the state that a response reports by the dialect's function or its table of words; nil if neither says.
    func reportedState(_ document: ResponseDocument) -> RemoteState? {
        state?(document) ?? document.status.flatMap { statuses[$0] }
    }

    /// Returns the facts that a response to a submit proves.
    package func evidence(in response: HTTPResponse, at endpoint: Endpoint) -> SubmitEvidence {
        SubmitEvidence(response, by: self, at: endpoint)
    }

    /// Returns the task that a submit created. An error beside the task's ID becomes a warning.
    /// - Throws: ``VideoError`` with the error in the response, or with code `malformedResponse` if the response
    ///   contains none. The dialect's ``VideoDialect/evidence(in:at:)`` decides whether the video was bought.
    public func submitted(_ response: HTTPResponse, at endpoint: Endpoint) throws -> TaskSnapshot {
        let evidence = evidence(in: response, at: endpoint)
        guard evidence.taskID != nil || evidence.hasOutput, !evidence.isCutOff else {
            throw try refusal(response)
        }
        let document = parse(response)
        var task = RemoteTask(id: evidence.taskID ?? "")
        carryURLs(of: document, into: &task, at: endpoint)
        var snapshot = snapshot(of: document, task, at: endpoint)
        snapshot.warning = warning(beside: document)
        snapshot.doubt = nil
        let outputs = evidence.hasOutput ? found(in: document, at: endpoint) : []
        let state = reportedState(document)
        if let output = outputs.first, state == nil && document.status == nil || state == .succeeded {
            // The task may not be known anywhere else. The link is then the only receipt.
            snapshot.remote.output = output.link?.string
            snapshot.state = .succeeded
            snapshot.outputs = outputs
            snapshot.failure = nil
        } else if !document.head.isSuccess || document.status == nil && state == nil || snapshot.state == .succeeded
            || snapshot.failure?.code == .outputMissing || isDoubtful(document, task)
        {
            // A success without a link means that the submit succeeded. A doubtful final state is left to the next
            // poll.
            snapshot.state = .queued
            snapshot.outputs = []
            snapshot.failure = nil
        }
        return snapshot
    }

    private func isDoubtful(_ document: ResponseDocument, _ task: RemoteTask) -> Bool {
        if case .doubtful = PollOutcome(of: document, about: task, by: self) { true } else { false }
    }

    /// Returns the error in a response that contains no task.
    private func refusal(_ response: HTTPResponse) throws -> VideoError {
        let document = try document(in: response, .submit)
        if let details = document.reportedError { return error(for: details, head: document.head, .submit) }
        return malformed("The response names no task.", document)
    }

    private func warning(beside document: ResponseDocument) -> String? {
        if !document.head.isSuccess {
            return "The provider returned HTTP \(document.head.status) with a task ID. A poll has to confirm the task."
        }
        guard let details = document.reportedError, reportedState(document)?.isFinal != true else { return nil }
        let words = details.message ?? details.codes.first.map { Redaction.singleLine($0, limit: 80) } ?? ""
        return "The provider accepted the request with a warning: \(words)"
    }

    /// Returns the state of a task from the response to a poll.
    /// - Throws: ``VideoError`` if the poll failed. A failed task is returned as a snapshot with a
    ///   ``TaskSnapshot/failure``.
    public func status(_ response: HTTPResponse, of task: RemoteTask, at endpoint: Endpoint) throws -> TaskSnapshot {
        let document = parse(response)
        if response.isEmptyAccepted {
            return TaskSnapshot(task, .running, pollAfter: RetryHint.pollAfter(response.head.fields))
        }
        switch PollOutcome(of: document, about: task, by: self) {
        case .otherTask(let id): throw otherTask(id, than: task)
        case .nothing:
            let document = try self.document(in: response, .status)
            if let details = document.reportedError { throw error(for: details, head: document.head, .status) }
            throw malformed("The response says nothing about the task.", document)
        case .reported(let state): return snapshot(of: document, task, state: state, at: endpoint)
        case .doubtful(let state, let doubt):
            var snapshot = snapshot(of: document, task, state: state, at: endpoint)
            snapshot.doubt = doubt
            return snapshot
        }
    }

    /// Returns the tasks of a list, under `data` or `items`. A task without an ID is omitted.
    /// - Throws: ``VideoError`` if the response reports an error or contains no list.
    public func list(_ response: HTTPResponse, at endpoint: Endpoint) throws -> [TaskSnapshot] {
        let document = try accepted(response, .list)
        let lists = document.layers.lazy.compactMap { $0["data"]?.array ?? $0["items"]?.array }
        guard let items = lists.first else { throw malformed("The response contains no list of tasks.", document) }
        return items.compactMap { item in
            let item = ResponseDocument(head: document.head, json: item, keys: keys)
            return item.taskID(idKeys).map { snapshot(of: item, RemoteTask(id: $0), at: endpoint) }
        }
    }

    /// Returns the tasks in the response to a look-up by the caller's own ID: those of a list, or a single one. A task
    /// that the API does not know is an empty array.
    /// - Throws: ``VideoError`` if the response reports another error.
    public func found(_ response: HTTPResponse, at endpoint: Endpoint) throws -> [TaskSnapshot] {
        do {
            let document = try accepted(response, .lookup)
            let isList = document.layers.contains { $0["data"]?.array != nil || $0["items"]?.array != nil }
            if isList { return try list(response, at: endpoint) }
            return document.taskID(idKeys).map { [snapshot(of: document, RemoteTask(id: $0), at: endpoint)] } ?? []
        } catch let error as VideoError where error.code == .taskNotFound {
            return []
        }
    }

    /// Returns the result of a request to cancel a task.
    /// - Throws: ``VideoError`` if the response reports an error other than a refusal.
    package func cancellation(_ response: HTTPResponse) throws -> Cancellation {
        if [405, 501].contains(response.status) { return .unsupported }
        if response.head.isSuccess, response.body.allSatisfy({ $0 == 0x20 || $0 == 0x0A || $0 == 0x0D }) {
            return .cancelled
        }
        let document: ResponseDocument
        do { document = try self.document(in: response, .cancel) } catch let error as VideoError {
            guard [.invalidRequest, .refused].contains(error.code) else { throw error }
            return .refused
        }
        if let details = document.reportedError {
            let error = error(for: details, head: document.head, .cancel)
            guard [.invalidRequest, .refused, .generationFailed].contains(error.code) else { throw error }
            return .refused
        }
        if let isDeleted = document.first("deleted")?.bool { return isDeleted ? .deleted : .refused }
        if let word = document.first("action")?.text ?? document.status {
            if FoldedWord(word) == "deleted" { return .deleted }
            return (statuses[word] ?? state?(document)) == .cancelled ? .cancelled : .refused
        }
        return [nil, .cancelled].contains(state?(document)) ? .cancelled : .refused
    }

    /// Returns the parsed body of a response that reports no error.
    /// - Throws: ``VideoError`` for the same reasons as ``document(in:_:)``, and if `base_resp`, `code` or `error` reports
    ///   an error.
    package func accepted(_ response: HTTPResponse, _ operation: DialectOperation) throws -> ResponseDocument {
        let document = try document(in: response, operation)
        if let details = document.reportedError { throw error(for: details, head: document.head, operation) }
        return document
    }

    /// Returns the parsed body of a 2xx response.
    /// - Throws: ``VideoError`` with the meaning of a status outside 2xx, or with code `malformedResponse` if a 2xx
    ///   response is not a JSON object.
    package func document(in response: HTTPResponse, _ operation: DialectOperation) throws -> ResponseDocument {
        let document = parse(response)
        guard document.head.isSuccess else { throw failure(document, response, operation) }
        guard !document.layers.isEmpty else { throw unreadable(response, document) }
        return document
    }
}
