/// Reads the answers of a dialect: liberal about where things stand, strict about what they mean.
///
/// A dialect gives it tables and the few things that differ; the order in which an outcome is decided is
/// the same for all of them. A word for failure comes first, then `base_resp`, `code` and `error`, then a
/// word for success together with a link or a file, and everything else is still running.
public struct AnswerReader: Sendable {
    /// The dialect's words for states.
    public var statuses: StatusTable
    /// The dialect's error codes.
    public var errors: ErrorTable
    /// The keys under which a task's id stands, the best first.
    public var idKeys: [String]
    /// The address of a finished task's bytes, for APIs that serve them themselves.
    public var contentLink: (@Sendable (RemoteTask, Endpoint) throws -> HTTPURL)?
    /// What a person should look at if the key is not accepted, beside the key itself: one sentence.
    public var keyAdvice: String?

    /// Makes a reader.
    public init(
        statuses: StatusTable,
        errors: ErrorTable = .common,
        idKeys: [String] = ["task_id", "id"],
        contentLink: (@Sendable (RemoteTask, Endpoint) throws -> HTTPURL)? = nil,
        keyAdvice: String? = nil
    ) {
        self.statuses = statuses
        self.errors = errors
        self.idKeys = idKeys
        self.contentLink = contentLink
        self.keyAdvice = keyAdvice
    }

    /// The task that a purchase made.
    /// - Throws: ``VideoError``: the provider's no, or `malformedResponse` where the answer names no task.
    public func submitted(_ response: HTTPResponse, at endpoint: Endpoint) throws -> TaskSnapshot {
        let answer = try answer(response, .submit)
        let id = answer.taskID(idKeys)
        if let complaint = answer.complaint, statuses[answer.status ?? ""]?.isFinal != true {
            var error = error(for: complaint, head: answer.head, .submit)
            error.taskID = id
            throw error
        }
        guard let id else { throw malformed("The answer names no task.", answer) }
        var task = RemoteTask(id: id)
        task.pollingURL = pollingURL(in: answer, at: endpoint)
        var snapshot = snapshot(of: answer, task, at: endpoint)
        // At this point success without a link means that the purchase went well.
        if snapshot.state == .succeeded || snapshot.failure?.code == .outputMissing,
            LinkSearch(at: endpoint).assets(in: answer).isEmpty
        {
            snapshot.state = .queued
            snapshot.assets = []
            snapshot.failure = nil
        } else if answer.status == nil {
            snapshot.state = .queued
        }
        return snapshot
    }

    /// Where a task stands.
    /// - Throws: ``VideoError`` about the question; a task that failed is a snapshot, not an error.
    public func status(_ response: HTTPResponse, of task: RemoteTask, at endpoint: Endpoint) throws -> TaskSnapshot {
        let answer = try answer(response, .status)
        try check(answer, isAbout: task)
        if let complaint = answer.complaint, statuses[answer.status ?? ""]?.isFinal != true {
            let error = error(for: complaint, head: answer.head, .status)
            // A refusal of the content is the task's end even where no status says so.
            let isVerdict = error.code == .contentRejected || (answer.status != nil && endsTask(error))
            guard isVerdict else { throw error }
        }
        return snapshot(of: answer, task, at: endpoint)
    }

    /// The tasks in a list, under `data` or `items`; one that has no id is left out.
    public func list(_ response: HTTPResponse, at endpoint: Endpoint) throws -> [TaskSnapshot] {
        let answer = try accepted(response, .list)
        let lists = answer.layers.lazy.compactMap { $0["data"]?.array ?? $0["items"]?.array }
        guard let items = lists.first else { throw malformed("The answer holds no list of tasks.", answer) }
        return items.compactMap { item in
            let item = Answer(head: answer.head, json: item)
            return item.taskID(idKeys).map { snapshot(of: item, RemoteTask(id: $0), at: endpoint) }
        }
    }

    /// What became of the wish to cancel.
    public func cancellation(_ response: HTTPResponse) throws -> Cancellation {
        if [405, 501].contains(response.status) { return .unsupported }
        if response.head.isSuccess, response.body.allSatisfy({ $0 == 0x20 || $0 == 0x0A || $0 == 0x0D }) {
            return .cancelled
        }
        let answer: Answer
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
    public func accepted(_ response: HTTPResponse, _ operation: DialectOperation) throws -> Answer {
        let answer = try answer(response, operation)
        if let complaint = answer.complaint { throw error(for: complaint, head: answer.head, operation) }
        return answer
    }

    /// The parsed body of an answer.
    /// - Throws: ``VideoError``: what a status outside 2xx means, or `malformedResponse` where a 2xx answer
    ///   is no JSON object.
    public func answer(_ response: HTTPResponse, _ operation: DialectOperation) throws -> Answer {
        let answer = Answer(response)
        guard answer.head.isSuccess else { throw failure(answer, response, operation) }
        guard !answer.layers.isEmpty else { throw malformed("The answer is no JSON object.", answer) }
        return answer
    }
}
