extension ResponseReader {
    /// Returns the outputs in the response to a request for the links that does not state the task's status.
    /// - Throws: ``VideoError``, with code `outputMissing` if the response contains no link.
    package func results(_ response: HTTPResponse, at endpoint: Endpoint) throws -> [VideoOutput] {
        let document = try accepted(response, .file)
        let isRunning = document.status.flatMap { statuses[$0] }.map { $0 != .succeeded } ?? false
        let outputs = isRunning ? [] : found(in: document, at: endpoint)
        guard outputs.isEmpty else { return outputs }
        throw VideoError(
            .outputMissing,
            "The response contains no link to the video.",
            advice: "The task's ID is kept. Try again later.",
            isTransient: isRunning,
            httpStatus: document.head.status
        )
    }
}
