extension ResponseReader {
    /// Reads a response of a content route that is not a video.
    ///
    /// Some relays return JSON with the link. Some report that the task is not finished yet. One documents both on its
    /// help page. The response is read like a poll, except that a success must contain a link.
    /// - Throws: ``VideoError`` if the response reports an error or contains no usable link.
    package func content(_ response: HTTPResponse, of output: VideoOutput, at endpoint: Endpoint) throws -> TaskSnapshot
    {
        let document: ResponseDocument
        do { document = try self.document(in: response, .content) } catch let error as VideoError {
            guard Self.saysNotReady(error) else { throw error }
            return TaskSnapshot(RemoteTask(id: ""), .running, rawStatus: nil)
        }
        let task = RemoteTask(id: document.taskID(idKeys) ?? "")
        var reader = self
        reader.contentLink = nil
        if document.status == nil {
            if let details = document.reportedError { throw error(for: details, head: document.head, .content) }
            let outputs = found(in: document, at: endpoint).filter { $0.link != output.link }
            guard !outputs.isEmpty else {
                throw malformed("The link returned JSON, which is not a video and contains no link to one.", document)
            }
            return TaskSnapshot(task, .succeeded, outputs: outputs)
        }
        return reader.snapshot(of: document, task, at: endpoint)
    }

    /// Reads the links from the response to `files/retrieve`.
    /// - Throws: ``VideoError`` with code `outputMissing` if there is no file, or `malformedResponse` if its link is
    ///   not a link or belongs to another file.
    public func file(_ response: HTTPResponse, of task: RemoteTask, at endpoint: Endpoint) throws -> [VideoOutput] {
        let document = try accepted(response, .file)
        guard let file = document.first("file"), let text = file["download_url"], !text.isBlank else {
            throw VideoError(
                .outputMissing,
                "The provider has no video under this ID.",
                advice: "The task's ID is kept. Try again later.",
                httpStatus: document.head.status
            )
        }
        guard let output = LinkSearch(at: endpoint).output(inFile: file) else {
            throw malformed("The link in the response is not an http or https URL.", document)
        }
        if let asked = task.fileID, let id = output.id, id != asked {
            throw malformed("The response is about another file, \(Redaction.singleLine(id, limit: 80)).", document)
        }
        return [output]
    }

    /// Returns a search for links with the dialect's own keys.
    func links(at endpoint: Endpoint) -> LinkSearch { LinkSearch(at: endpoint, keys: keys.links) }

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
