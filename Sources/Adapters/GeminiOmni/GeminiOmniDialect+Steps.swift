import VideoGenerationCore

/// The steps of an interaction: the inputs, the thoughts and the outputs of the model.
extension GeminiOmniDialect {
    private static let maximumVideos = 16

    /// Returns the videos in the model's own steps.
    static func videos(in document: ResponseDocument, at endpoint: Endpoint) -> [VideoOutput] {
        let steps = document.json?["steps"]?.array ?? []
        let parts = steps.lazy.filter { $0["type"]?.text == "model_output" }.flatMap { $0["content"]?.array ?? [] }
        return parts.filter { $0["type"]?.text == "video" }.prefix(maximumVideos).compactMap { video($0, endpoint) }
    }

    private static func video(_ part: JSONValue, _ endpoint: Endpoint) -> VideoOutput? {
        let uri = part["uri"]?.text
        if let link = uri.flatMap({ HTTPURL($0) }) {
            return VideoOutput(link, needsCredential: link.origin == endpoint.origin)
        }
        if let data = InlineContent(part["data"]) { return VideoOutput(.inline(data)) }
        return uri.flatMap { $0.hasPrefix("gs://") ? VideoOutput(.bucket($0)) : nil }
    }

    /// Returns the response with the error of a step at the top level, where the reader looks for it.
    static func withError(_ response: HTTPResponse) -> HTTPResponse {
        guard var interaction = ResponseDocument(response).json?.object, interaction["error"]?.isBlank ?? true,
            let errors = interaction["steps"]?.array?.compactMap({ $0["error"] }).filter({ !$0.isBlank }),
            let error = errors.first
        else { return response }
        interaction["error"] = error
        return HTTPResponse(
            status: response.status,
            fields: response.head.fields,
            body: JSONValue.object(interaction).bytes
        )
    }
}
