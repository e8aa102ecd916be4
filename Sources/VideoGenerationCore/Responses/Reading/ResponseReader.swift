/// Reads the answers of a dialect: liberal about where things stand, strict about what they mean.
///
/// A dialect gives it tables and the few things that differ. What a response means for the money and for the end of
/// a task is decided by ``PurchaseOutcome`` and by the gate for polls; everything else that is read only informs.
public struct ResponseReader: Sendable {
    /// The dialect's words for states.
    public var statuses: StatusTable
    /// The dialect's error codes.
    public var errors: ErrorTable
    /// The keys under which a response has a task's ID, the best first.
    public var idKeys: [String]
    /// What decides about the money and about ends.
    public var rules: ResponseRules
    /// The keys under which a video's link stands beside the usual ones; see ``LinkSearch``.
    public var linkKeys: [String]
    /// The address of a finished task's bytes, for APIs that serve them themselves.
    public var contentLink: (@Sendable (RemoteTask, Endpoint) throws -> HTTPURL)?
    /// What a person should look at if the key is not accepted, beside the key itself: one sentence.
    public var keyAdvice: String?

    /// Makes a reader.
    public init(
        statuses: StatusTable,
        errors: ErrorTable = .common,
        idKeys: [String] = ["task_id", "id"],
        rules: ResponseRules = ResponseRules(),
        linkKeys: [String] = [],
        contentLink: (@Sendable (RemoteTask, Endpoint) throws -> HTTPURL)? = nil,
        keyAdvice: String? = nil
    ) {
        self.statuses = statuses
        self.errors = errors
        self.idKeys = idKeys
        self.rules = rules
        if rules.taskIDs.isEmpty { self.rules.taskIDs = ResponseRules.places(of: idKeys) }
        self.linkKeys = linkKeys
        self.contentLink = contentLink
        self.keyAdvice = keyAdvice
    }

    /// What a response to a submit proves.
    public func evidence(in response: HTTPResponse, at endpoint: Endpoint) -> SubmitEvidence {
        SubmitEvidence(response, by: self, at: endpoint)
    }

    /// The task that a submit made. A complaint beside its ID is a warning.
    /// - Throws: ``VideoError``: what the response says is wrong, or `malformedResponse` if it says nothing. What it
    ///   means for the money is decided by ``PurchaseOutcome``.
    public func submitted(_ response: HTTPResponse, at endpoint: Endpoint) throws -> TaskSnapshot {
        let evidence = evidence(in: response, at: endpoint)
        guard evidence.taskID != nil || evidence.hasOutput, !evidence.isCutOff else {
            throw try refusal(response)
        }
        let answer = ResponseDocument(response)
        var task = RemoteTask(id: evidence.taskID ?? "")
        task.pollingURL = pollingURL(in: answer, at: endpoint)
        var snapshot = snapshot(of: answer, task, at: endpoint)
        snapshot.warning = warning(beside: answer)
        snapshot.doubt = nil
        let outputs = evidence.hasOutput ? links(at: endpoint).assets(in: answer) : []
        if let output = outputs.first, statuses[answer.status ?? ""].map({ $0 == .succeeded }) ?? true {
            // The task may be known nowhere else, and so the link is the receipt.
            snapshot.remote.output = output.link.string
            snapshot.state = .succeeded
            snapshot.assets = outputs
            snapshot.failure = nil
        } else if !answer.head.isSuccess || answer.status == nil || snapshot.state == .succeeded
            || snapshot.failure?.code == .outputMissing || isDoubtful(answer, task)
        {
            // Success without a link means that the submit went well, and a doubtful end is for a poll to tell.
            snapshot.state = .queued
            snapshot.assets = []
            snapshot.failure = nil
        }
        return snapshot
    }

    private func isDoubtful(_ answer: ResponseDocument, _ task: RemoteTask) -> Bool {
        if case .doubtful = PollOutcome(of: answer, about: task, by: self) { true } else { false }
    }

    /// What a response without a task says is wrong.
    private func refusal(_ response: HTTPResponse) throws -> VideoError {
        let answer = try answer(response, .submit)
        if let complaint = answer.complaint { return error(for: complaint, head: answer.head, .submit) }
        return malformed("The response names no task.", answer)
    }

    private func warning(beside answer: ResponseDocument) -> String? {
        if !answer.head.isSuccess {
            return "The provider answered HTTP \(answer.head.status) and named a task, which a poll has to confirm."
        }
        guard let complaint = answer.complaint, statuses[answer.status ?? ""]?.isFinal != true else { return nil }
        let words = complaint.message ?? complaint.codes.first.map { Redaction.singleLine($0, limit: 80) } ?? ""
        return "The provider took the order and complained: \(words)"
    }

    /// Where a task stands.
    /// - Throws: ``VideoError`` about the poll. A task that failed is a snapshot, not an error.
    public func status(_ response: HTTPResponse, of task: RemoteTask, at endpoint: Endpoint) throws -> TaskSnapshot {
        let answer = ResponseDocument(response)
        if response.isEmptyAccepted {
            return TaskSnapshot(task, .running, pollAfter: RetryHint.pollAfter(response.head.fields))
        }
        switch PollOutcome(of: answer, about: task, by: self) {
        case .otherTask(let id): throw otherTask(id, than: task)
        case .nothing:
            let answer = try self.answer(response, .status)
            if let complaint = answer.complaint { throw error(for: complaint, head: answer.head, .status) }
            throw malformed("The response says nothing about the task.", answer)
        case .told(let state): return snapshot(of: answer, task, told: state, at: endpoint)
        case .doubtful(let state, let doubt):
            var snapshot = snapshot(of: answer, task, told: state, at: endpoint)
            snapshot.doubt = doubt
            return snapshot
        }
    }

    /// The tasks in a list, under `data` or `items`; one that has no id is left out.
    public func list(_ response: HTTPResponse, at endpoint: Endpoint) throws -> [TaskSnapshot] {
        let answer = try accepted(response, .list)
        let lists = answer.layers.lazy.compactMap { $0["data"]?.array ?? $0["items"]?.array }
        guard let items = lists.first else { throw malformed("The answer holds no list of tasks.", answer) }
        return items.compactMap { item in
            let item = ResponseDocument(head: answer.head, json: item)
            return item.taskID(idKeys).map { snapshot(of: item, RemoteTask(id: $0), at: endpoint) }
        }
    }

    /// What became of the wish to cancel.
    public func cancellation(_ response: HTTPResponse) throws -> Cancellation {
        if [405, 501].contains(response.status) { return .unsupported }
        if response.head.isSuccess, response.body.allSatisfy({ $0 == 0x20 || $0 == 0x0A || $0 == 0x0D }) {
            return .cancelled
        }
        let answer: ResponseDocument
        do { answer = try self.answer(response, .cancel) } catch let error as VideoError {
            guard [.invalidRequest, .refused].contains(error.code) else { throw error }
            return .refused
        }
        if let complaint = answer.complaint {
            let error = error(for: complaint, head: answer.head, .cancel)
            guard [.invalidRequest, .refused, .generationFailed].contains(error.code) else { throw error }
            return .refused
        }
        if let isDeleted = answer.first("deleted")?.bool { return isDeleted ? .deleted : .refused }
        let word = answer.first("action")?.text ?? answer.status
        guard let word else { return .cancelled }
        if word.lowercased() == "deleted" { return .deleted }
        return statuses[word] == .cancelled ? .cancelled : .refused
    }

    /// The parsed body of an answer that complains about nothing.
    /// - Throws: ``VideoError``; what ``answer(_:_:)`` throws, and what `base_resp`, `code` or `error` mean.
    public func accepted(_ response: HTTPResponse, _ operation: DialectOperation) throws -> ResponseDocument {
        let answer = try answer(response, operation)
        if let complaint = answer.complaint { throw error(for: complaint, head: answer.head, operation) }
        return answer
    }

    /// The parsed body of an answer.
    /// - Throws: ``VideoError``: what a status outside 2xx means, or `malformedResponse` where a 2xx answer
    ///   is no JSON object.
    public func answer(_ response: HTTPResponse, _ operation: DialectOperation) throws -> ResponseDocument {
        let answer = ResponseDocument(response)
        guard answer.head.isSuccess else { throw failure(answer, response, operation) }
        guard !answer.layers.isEmpty else { throw unreadable(response, answer) }
        return answer
    }
}
