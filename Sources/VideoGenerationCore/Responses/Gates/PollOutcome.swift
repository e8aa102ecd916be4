/// The meaning of a response to a poll. It decides whether a task has ended.
///
/// A task ends only by a status word of the dialect's table in a response that names this task, under any HTTP status,
/// or by a code that the dialect declares. Every other response is a failed poll or leaves the task running.
/// Docs/Reliability.md has the table.
enum PollOutcome: Sendable, Hashable {
    /// The response reports the state of the task.
    case reported(RemoteState)
    /// The response reports a final state that has to be reported again before it is accepted.
    case doubtful(RemoteState, TaskSnapshot.Doubt)
    /// The response is about another task, which has this ID.
    case otherTask(String)
    /// The response does not report a state of the task.
    case nothing

    /// Determines the outcome of a response.
    init(of document: ResponseDocument, about task: RemoteTask, by reader: ResponseReader) {
        let naming = Naming(of: task, in: document, idKeys: reader.idKeys)
        if case .other(let id) = naming {
            self = .otherTask(id)
            return
        }
        guard naming == .same || !reader.rules.pollsNameTask else {
            self = .nothing
            return
        }
        let codes = reader.rules.codes.compactMap { document.json?.declared($0)?.identifier }
        var meaning = reader.rules.meaning(of: codes, status: document.head.status, .status)
        // A page of a proxy with the declared status is not the API's verdict.
        if meaning == .failed, document.layers.isEmpty { meaning = nil }
        let word = reader.reportedState(document)
        if let word, document.head.isSuccess || naming == .same {
            self = Self.outcome(of: word, naming, isDeclared: meaning == .failed, document, reader)
        } else if meaning == .failed {
            self = .reported(.failed)
        } else if meaning == .gone {
            self = .doubtful(.expired, .gone)
        } else if document.head.isSuccess, !document.layers.isEmpty,
            document.status != nil || document.reportedError == nil
        {
            self = .reported(.running)
        } else {
            self = .nothing
        }
    }

    private static func outcome(
        of word: RemoteState,
        _ naming: Naming,
        isDeclared: Bool,
        _ document: ResponseDocument,
        _ reader: ResponseReader
    ) -> PollOutcome {
        switch word {
        case .queued, .running, .succeeded: return .reported(word)
        case .failed, .cancelled, .expired:
            // Relays report "failed" if their own request to the upstream was throttled.
            let codes = document.failureReason.codes + (document.reportedError?.codes ?? [])
            let isThrottled = codes.contains { $0 == "429" || reader.errors[$0]?.code == .rateLimited }
            return isDeclared || naming == .same && !isThrottled ? .reported(word) : .doubtful(word, .unconfirmed)
        }
    }
}

extension PollOutcome {
    /// The task that a response to a poll names.
    private enum Naming: Hashable {
        case same
        case other(String)
        case none

        /// Compares IDs leniently, because relays shorten them: `veo3:123-abc` may come back as `123-abc`.
        init(of task: RemoteTask, in document: ResponseDocument, idKeys: [String]) {
            let keys = idKeys + ["task_id", "id", "video_id"].filter { !idKeys.contains($0) }
            let layers = document.taskLayer.map { [document.layers[$0]] } ?? document.layers
            let ids = layers.lazy.map { layer in keys.compactMap { layer[$0]?.identifier } }.first { !$0.isEmpty } ?? []
            guard !ids.isEmpty, !task.id.isEmpty else {
                self = .none
                return
            }
            let own = PackedID.unpacked(task.id)
            let isSame = ids.map(PackedID.unpacked).contains {
                $0 == own || own.hasSuffix(":\($0)") || $0.hasSuffix(":\(own)")
            }
            if isSame {
                self = .same
                return
            }
            // A number is a row number, unless this API's IDs are numbers.
            let isNumbered = task.id.utf8.allSatisfy { (0x30...0x39).contains($0) }
            let isTelling = layers.contains { layer in
                layer["id"]?.text != nil || isNumbered && layer["id"]?.identifier != nil
                    || keys.contains { $0 != "id" && $0 != "video_id" && layer[$0]?.identifier != nil }
            }
            self = isTelling ? .other(ids[0]) : .none
        }
    }
}
