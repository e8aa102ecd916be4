public import VideoGenerationCore

extension ConformanceScript {
    /// The long-running operations of Vertex AI, with the video in the response.
    public static let vertex = ConformanceScript(
        accepted: #"{"name": "<id>"}"#,
        refusals: [
            Refusal(.authenticationFailed, vertexError(401, "UNAUTHENTICATED")),
            Refusal(.invalidRequest, vertexError(400, "INVALID_ARGUMENT")),
            Refusal(.permissionDenied, vertexError(403, "PERMISSION_DENIED")),
            Refusal(.invalidRequest, vertexError(404, "NOT_FOUND")),
            Refusal(.rateLimited, vertexError(429, "RESOURCE_EXHAUSTED")),
        ],
        running: #"{"name": "<id>"}"#,
        succeeded: """
            {"name": "<id>", "done": true, "response": {
             "@type": "type.googleapis.com/cloud.ai.large_models.vision.GenerateVideoResponse",
             "raiMediaFilteredCount": 0,
             "videos": [{"bytesBase64Encoded": "<data>", "mimeType": "video/mp4"}]}}
            """,
        failed: #"{"name": "<id>", "done": true, "error": {"code": 13, "message": "<reason>"}}"#,
        failures: [
            Refusal(
                .contentRejected,
                """
                {"name": "<id>", "done": true, "response": {
                 "@type": "type.googleapis.com/cloud.ai.large_models.vision.GenerateVideoResponse",
                 "raiMediaFilteredCount": 1, "raiMediaFilteredReasons": ["<reason>"]}}
                """
            )
        ],
        withoutOutput: #"{"name": "<id>", "done": true, "response": {"raiMediaFilteredCount": 0, "videos": []}}"#
    )

    private static func vertexError(_ code: Int, _ status: String) -> SampleResponse {
        SampleResponse(
            #"{"error": {"code": \#(code), "message": "<reason>", "status": "\#(status)"}}"#,
            status: code
        )
    }
}
