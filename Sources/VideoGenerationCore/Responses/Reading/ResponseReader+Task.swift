extension ResponseReader {
    /// The longest word that is kept, because every word goes into the journal and a hostile response may be long.
    private static let longestWord = 200

    /// Returns a snapshot of the task from a response.
    /// - Parameter state: The state that ``PollOutcome`` accepted; nil to use the state of the status word.
    func snapshot(
        of document: ResponseDocument,
        _ task: RemoteTask,
        state accepted: RemoteState? = nil,
        at endpoint: Endpoint
    ) -> TaskSnapshot {
        let word = document.status
        let known = reportedState(document)
        var snapshot = TaskSnapshot(
            task,
            accepted ?? known ?? .running,
            rawStatus: word.map { String($0.prefix(Self.longestWord)) }
        )
        snapshot.isKnownStatus = word == nil || known != nil
        snapshot.createdAt = document.first("created_at", "createdAt", "created", "submit_time")?.date
        snapshot.remote.createdAt = snapshot.createdAt ?? task.createdAt
        snapshot.respondedAt = RetryHint.date(of: document.head.fields)
        snapshot.size = Self.size(in: document)
        snapshot.progress = Self.progress(in: document)
        snapshot.pollAfter = RetryHint.pollAfter(document.head.fields)
        snapshot.charge = charge?(document).flatMap { $0.isPlausible ? $0 : nil }
        snapshot.ownID = document.value(at: keys.ownIDs)?.identifier.map { String($0.prefix(Self.longestWord)) }
        carryURLs(of: document, into: &snapshot.remote, at: endpoint)
        snapshot.prompt = document.taskLayers.first?["prompt"]?.text
        snapshot.remote.model = document.first("model")?.text.map { String($0.prefix(Self.longestWord)) } ?? task.model
        snapshot.remote.fileID = Self.fileID(in: document) ?? task.fileID
        if snapshot.state == .failed, document.innerStatuses.contains(where: { statuses[$0] == .expired }) {
            snapshot.state = .expired
        }
        switch snapshot.state {
        case .queued, .running: break
        case .failed:
            let reason = known == .failed ? document.failureReason : document.reportedError ?? document.failureReason
            snapshot.failure = failure(reason, document.head, word: word)
        case .cancelled: snapshot.failure = VideoError(.cancelled, "The task was cancelled at the provider.")
        case .expired:
            snapshot.failure = VideoError(
                .taskExpired,
                "The provider dropped the task.",
                advice: "Its video can no longer be downloaded."
            )
        case .succeeded: settle(&snapshot, document, endpoint)
        }
        return snapshot
    }

    /// Accepts a success only if the response contains something to download.
    private func settle(_ snapshot: inout TaskSnapshot, _ document: ResponseDocument, _ endpoint: Endpoint) {
        snapshot.outputs = found(in: document, at: endpoint)
        if snapshot.progress.map({ $0 > 0 && $0 <= 0.01 }) == true { snapshot.progress = 1 }
        if !snapshot.outputs.isEmpty {
            let expiry = document.first("expires_at")?.date
            for index in snapshot.outputs.indices where snapshot.outputs[index].expiresAt == nil {
                snapshot.outputs[index].expiresAt = expiry
            }
            return
        }
        // The links are in the response to another request.
        if snapshot.remote.fileID != nil || snapshot.remote.resultURL != nil { return }
        // The inner response failed although the envelope reports success.
        let hasFailedInside =
            document.contentRefusal != nil || document.innerStatuses.contains { statuses[$0] == .failed }
        if !hasFailedInside, let link = try? contentLink?(snapshot.remote, endpoint) {
            snapshot.outputs =
                [
                    VideoOutput(link, expiresAt: document.first("expires_at")?.date, needsCredential: true)
                ] + extras(in: document, at: endpoint)
            return
        }
        snapshot.state = .failed
        snapshot.doubt = .withoutOutput
        let reason = document.failureReason
        snapshot.failure =
            hasFailedInside || document.reportedError != nil
            ? failure(document.contentRefusal == nil ? document.reportedError ?? reason : reason, document.head)
            : VideoError(
                .outputMissing,
                "The provider reports that the video is finished, and gives neither a link nor a file.",
                advice: "The task's ID is kept. Try again later, or ask the provider about this ID."
            )
    }

    /// Returns the error for a response that names another task. Such a response is ignored.
    func otherTask(_ id: String, than task: RemoteTask) -> VideoError {
        VideoError(
            .malformedResponse,
            "The response is about another task, \(Redaction.singleLine(id, limit: 80)).",
            advice: "The response was ignored, and the task's ID is kept.",
            isTransient: true,
            taskID: task.id
        )
    }

    /// Adds the URLs that the provider names for further requests. ``VideoDialect/carriedURL(_:at:)`` checks them before
    /// each use, because the key is sent to them.
    func carryURLs(of document: ResponseDocument, into task: inout RemoteTask, at endpoint: Endpoint) {
        let search = LinkSearch(at: endpoint)
        func url(_ places: [String]) -> String? { document.value(at: places).flatMap(search.link)?.string }
        task.pollingURL = url(keys.pollingURLs + ["polling_url", "poll_url"]) ?? task.pollingURL
        task.resultURL = url(keys.resultURLs) ?? task.resultURL
        task.cancelURL = url(keys.cancelURLs) ?? task.cancelURL
    }

    /// Returns the outputs in the response of a finished task; empty if none of them is a video.
    func found(in document: ResponseDocument, at endpoint: Endpoint) -> [VideoOutput] {
        let found = outputs?(document, endpoint) ?? links(at: endpoint).outputs(in: document)
        guard found.contains(where: { $0.kind == .video }) else { return [] }
        return (found + extras(in: document, at: endpoint)).map { output in
            var output = output
            output.expiresAt = output.expiresAt ?? output.link.flatMap(LinkExpiry.date)
            return output
        }
    }

    /// Returns the outputs besides the video at the dialect's own keys.
    private func extras(in document: ResponseDocument, at endpoint: Endpoint) -> [VideoOutput] {
        links(at: endpoint).extras(in: document, keys.extraOutputs)
    }

    private static func fileID(in document: ResponseDocument) -> String? {
        let named = document.first("file_id")?.identifier
        if let id = named ?? document.first("file")?["file_id"]?.identifier { return id }
        // Older relays put the file's ID into the field for the failure reason.
        guard let id = document.first("fail_reason")?.identifier, id.count >= 6,
            id.utf8.allSatisfy({ (0x30...0x39).contains($0) })
        else { return nil }
        return id
    }

    private static func size(in document: ResponseDocument) -> VideoSize? {
        if let width = document.first("video_width", "width")?.int,
            let height = document.first("video_height", "height")?.int
        {
            return VideoSize(width: width, height: height)
        }
        return document.first("size")?.text.flatMap { VideoSize($0) }
    }

    /// Reads `50`, `"50%"`, `0.5` or `"50"`. A number is a fraction only if it has a decimal point.
    private static func progress(in document: ResponseDocument) -> Double? {
        let value = document.first("progress") ?? document.first("detail")?[path: "pending_info", "progress_pct"]
        let text: Substring
        switch value {
        case .number(let digits)?: text = digits[...]
        case .string(let string)?: text = string.drop { $0 == " " }.prefix { $0 != " " }
        default: return nil
        }
        let isPercentage = text.hasSuffix("%")
        guard let number = Double(isPercentage ? text.dropLast() : text), number.isFinite else { return nil }
        let isFraction = !isPercentage && text.contains(".") && number <= 1
        return min(max(isFraction ? number : number / 100, 0), 1)
    }
}
