import VideoGenerationCore

/// The reading of a long-running operation.
extension VertexDialect {
    /// More videos than a request can make.
    private static let maximumVideos = 8
    private static let longestReasons = 600

    /// Returns the state that an operation reports; nil if the response is not an operation.
    @Sendable static func state(of document: ResponseDocument) -> RemoteState? {
        guard let operation = document.json?.object, document.head.isSuccess else { return nil }
        guard operation["done"]?.bool == true else { return operation["name"]?.text == nil ? nil : .running }
        if let error = operation["error"], !error.isBlank { return .failed }
        let isWithheld = videos(in: document).isEmpty && document.contentRefusal != nil
        return isWithheld ? .failed : .succeeded
    }

    /// Returns the videos of a finished operation.
    static func videos(in document: ResponseDocument) -> [VideoOutput] {
        let videos = document.json?["response"]?["videos"]?.array ?? []
        return videos.prefix(maximumVideos).compactMap { video in
            if let uri = video["gcsUri"]?.text, uri.hasPrefix("gs://") { return VideoOutput(.bucket(uri)) }
            return InlineContent(video["bytesBase64Encoded"]).map { VideoOutput(.inline($0)) }
        }
    }

    /// Returns the reasons for which videos were withheld; nil if there are none.
    static func reasons(in document: ResponseDocument) -> String? {
        let list = document.json?["response"]?["raiMediaFilteredReasons"]?.array?.prefix(maximumVideos) ?? []
        var reasons: [String] = []
        for reason in list.compactMap(\.text) where !reasons.contains(reason) { reasons.append(reason) }
        return reasons.isEmpty ? nil : Redaction.singleLine(reasons.joined(separator: " "), limit: longestReasons)
    }

    /// Returns the response with the task's own ID as its name if it is the same operation under another name of the
    /// project.
    static func naming(_ task: RemoteTask, in response: HTTPResponse) -> HTTPResponse {
        guard var operation = ResponseDocument(response).json?.object, let name = operation["name"]?.text,
            name != task.id, let named = OperationName(name), named == OperationName(task.id)
        else { return response }
        operation["name"] = .string(task.id)
        return HTTPResponse(
            status: response.status,
            fields: response.head.fields,
            body: JSONValue.object(operation).bytes
        )
    }
}
