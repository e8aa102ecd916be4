public import VideoGenerationCore

extension ConformanceScript {
    /// The interactions of the Gemini API, in the shapes of google-genai's types.
    public static let geminiOmni = ConformanceScript(
        key: "x-goog-api-key: <key>",
        accepted: """
            {"id": "<id>", "status": "in_progress", "created": "2026-07-23T10:21:43Z",
             "updated": "2026-07-23T10:21:43Z", "object": "interaction", "model": "gemini-omni-1.1-flash"}
            """,
        refusals: [
            Refusal(
                .authenticationFailed,
                SampleResponse(
                    #"{"error": {"code": 400, "message": "API key not valid: <reason>", "status": "INVALID_ARGUMENT"}}"#,
                    status: 400
                )
            ),
            Refusal(.invalidRequest, error("invalid_request", status: 400)),
            Refusal(
                .invalidRequest,
                SampleResponse(
                    #"{"error": {"code": 404, "message": "<reason>", "status": "NOT_FOUND"}}"#,
                    status: 404
                )
            ),
            Refusal(
                .permissionDenied,
                SampleResponse(
                    #"{"error": {"code": 403, "message": "<reason>", "status": "PERMISSION_DENIED"}}"#,
                    status: 403
                )
            ),
            Refusal(
                .rateLimited,
                SampleResponse(
                    #"{"error": {"code": 429, "message": "<reason>", "status": "RESOURCE_EXHAUSTED"}}"#,
                    status: 429
                )
            ),
        ],
        words: [
            "queued": .queued, "in_progress": .running, "requires_action": .running, "requires_continuation": .running,
            "idle": .running, "completed": .succeeded, "failed": .failed, "incomplete": .failed,
            "budget_exceeded": .failed, "cancelled": .cancelled,
        ],
        running: SampleResponse(
            """
            {"id": "<id>", "status": "<status>", "object": "interaction", "model": "gemini-omni-1.1-flash",
             "created": "2026-07-23T10:21:43Z", "updated": "2026-07-23T10:21:53Z",
             "labels": {"order": "abc"}, \(inputs)]}
            """
        ),
        succeeded: SampleResponse(
            """
            {"id": "<id>", "status": "<status>", "object": "interaction", "model": "gemini-omni-1.1-flash",
             "created": "2026-07-23T10:21:43Z", "updated": "2026-07-23T10:23:10Z",
             "usage": {"total_tokens": 46336, "total_input_tokens": 12, "total_output_tokens": 46324},
             \(inputs),
              {"type": "thought", "signature": "c2lnbmF0dXJl"},
              {"type": "model_output", "content": [
                {"type": "text", "text": "Here is the video."},
                {"type": "video", "uri": "<link>", "mime_type": "video/mp4"}]}]}
            """
        ),
        failed: SampleResponse(
            """
            {"id": "<id>", "status": "<status>", "object": "interaction", "model": "gemini-omni-1.1-flash",
             \(inputs)], "errors": [{"code": "internal", "message": "<reason>"}]}
            """
        ),
        failures: [
            Refusal(
                .contentRejected,
                SampleResponse(
                    """
                    {"id": "<id>", "status": "failed", \(inputs),
                     {"type": "model_output", "error": {"code": 3, "message": "The prompt violates the policy: <reason>"}}]}
                    """
                )
            ),
            Refusal(
                .generationFailed,
                SampleResponse(
                    """
                    {"id": "<id>", "status": "incomplete", \(inputs),
                     {"type": "model_output", "error": {"code": 13, "message": "<reason>"}}]}
                    """
                )
            ),
        ],
        withoutOutput: SampleResponse(
            """
            {"id": "<id>", "status": "<status>", "object": "interaction", \(inputs)]}
            """
        ),
        charge: Charge(46_336, "tokens"),
        stopped: #"{"id": "<id>", "status": "cancelled", "object": "interaction"}"#
    )

    /// The same with the video in the response.
    package static let geminiOmniInline: ConformanceScript = {
        var script = geminiOmni
        script.succeeded = SampleResponse(
            """
            {"id": "<id>", "status": "<status>", "object": "interaction", "model": "gemini-omni-1.1-flash",
             "usage": {"total_tokens": 46336}, \(inputs),
             {"type": "model_output", "content": [{"type": "video", "data": "<data>", "mime_type": "video/mp4"}]}]}
            """
        )
        return script
    }()

    /// The beginning of the steps: the inputs, which the API repeats.
    private static let inputs = """
        "steps": [{"type": "user_input", "content": [
          {"type": "image", "data": "iVBORw0KGgo=", "mime_type": "image/png"},
          {"type": "video", "uri": "https://input.example/mine.mp4"},
          {"type": "text", "text": "a boat"}]}
        """

    private static func error(_ code: String, status: Int) -> SampleResponse {
        SampleResponse(#"{"error": {"code": "\#(code)", "message": "<reason>"}}"#, status: status)
    }
}
