extension ResponseReader {
    /// What a content route answered instead of bytes.
    ///
    /// Some relays serve a JSON answer with the link there, some say that the task is not done yet, and one
    /// documents both on a pasted page. Read like a poll, but that success needs a link.
    public func content(_ response: HTTPResponse, of asset: VideoAsset, at endpoint: Endpoint) throws -> TaskSnapshot {
        let answer: ResponseDocument
        do { answer = try self.answer(response, .content) } catch let error as VideoError {
            guard Self.saysNotReady(error) else { throw error }
            return TaskSnapshot(RemoteTask(id: ""), .running, rawStatus: nil)
        }
        let task = RemoteTask(id: answer.taskID(idKeys) ?? "")
        var reader = self
        reader.contentLink = nil
        if answer.status == nil {
            if let complaint = answer.complaint { throw error(for: complaint, head: answer.head, .content) }
            let assets = links(at: endpoint).assets(in: answer).filter { $0.link != asset.link }
            guard !assets.isEmpty else {
                throw malformed("The link answers JSON that is neither a video nor names one.", answer)
            }
            return TaskSnapshot(task, .succeeded, assets: assets)
        }
        return reader.snapshot(of: answer, task, at: endpoint)
    }

    /// The links in the answer to `files/retrieve`.
    /// - Throws: ``VideoError``: `outputMissing` where there is no file, `malformedResponse` where its link
    ///   is no link.
    public func file(_ response: HTTPResponse, of task: RemoteTask, at endpoint: Endpoint) throws -> [VideoAsset] {
        let answer = try accepted(response, .file)
        guard let file = answer.first("file"), let text = file["download_url"], !text.isBlank else {
            throw VideoError(
                .outputMissing,
                "The provider has no video under this id.",
                advice: "The task's id is kept: ask again later.",
                httpStatus: answer.head.status
            )
        }
        guard let asset = LinkSearch(at: endpoint).asset(inFile: file) else {
            throw malformed("The answer's link is no http or https address.", answer)
        }
        if let asked = task.fileID, let id = asset.id, id != asked {
            throw malformed("The answer is about another file, \(Redaction.singleLine(id, limit: 80)).", answer)
        }
        return [asset]
    }

    /// The search for links, with the dialect's own keys.
    func links(at endpoint: Endpoint) -> LinkSearch { LinkSearch(at: endpoint, keys: linkKeys) }

    private static func saysNotReady(_ error: VideoError) -> Bool {
        guard let status = error.httpStatus, [400, 404, 409, 425].contains(status) else { return false }
        let search = PhraseSearch(error.message)
        return notReady.contains(where: search.contains)
    }

    private static let notReady: [StaticString] = [
        "not completed", "in-progress", "in progress", "in_progress", "not ready", "not yet", "still processing",
        "still running", "not finished",
    ]
}
