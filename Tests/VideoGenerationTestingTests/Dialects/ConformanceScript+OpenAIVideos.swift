import VideoGeneration
import VideoGenerationTesting

extension ConformanceScript {
    /// The OpenAI style as OpenAI meant it: no link anywhere, the bytes are behind `/content`.
    static let openAIVideos = ConformanceScript(
        accepted: #"{"id": "<id>", "object": "video", "model": "veo3", "status": "queued", "progress": 0}"#,
        refusals: openAIRefusals,
        words: relayWords,
        running: #"{"id": "<id>", "object": "video", "status": "<status>", "progress": 40, "error": null}"#,
        succeeded: #"{"id": "<id>", "object": "video", "status": "<status>", "progress": 100, "size": "1280x720"}"#,
        failed: #"{"id": "<id>", "status": "<status>", "error": {"code": "processing_error", "message": "<reason>"}}"#,
        list: #"{"object": "list", "data": [{"id": "<id>", "status": "in_progress"}], "has_more": false}"#,
        stopped: #"{"id": "<id>", "object": "video.deleted", "deleted": true}"#
    )

    /// A clone that puts a link into its answers.
    static let openAIVideosWithLinks: ConformanceScript = {
        var script = openAIVideos
        script.succeeded = #"{"id": "<id>", "status": "<status>", "metadata": {"url": "<link>"}}"#
        return script
    }()

    /// The relays' unified format.
    static let veoUnified = ConformanceScript(
        request: { VideoRequest(prompt: $0, model: "veo3") },
        accepted: #"{"id": "<id>", "status": "pending", "status_update_time": 1790000000000}"#,
        refusals: openAIRefusals,
        words: relayWords.merging(
            [
                "image_downloading": .running, "video_generation_completed": .running,
                "video_upsampling": .running, "video_upsampling_completed": .running,
                "video_generation_failed": .failed, "video_upsampling_failed": .failed,
            ],
            uniquingKeysWith: { $1 }
        ),
        running: #"{"id": "<id>", "status": "<status>", "video_url": null, "enhanced_prompt": ""}"#,
        succeeded: #"{"id": "<id>", "status": "<status>", "video_url": "<link>"}"#,
        failed: #"{"id": "<id>", "status": "<status>", "video_url": "", "error": "<reason>"}"#,
        withoutOutput: #"{"id": "<id>", "status": "<status>", "video_url": ""}"#
    )

    /// new-api's own task routes.
    static let newAPITask = ConformanceScript(
        request: { VideoRequest(prompt: $0, model: "veo3") },
        accepted: #"{"task_id": "<id>", "status": "queued"}"#,
        refusals: [
            Refusal(
                .insufficientFunds,
                SampleResponse(
                    #"{"code": "insufficient_user_quota", "message": "<reason>", "data": null}"#,
                    status: 403
                )
            ),
            Refusal(
                .authenticationFailed,
                SampleResponse(
                    #"{"error": {"message": "<reason> (request id: 7)", "type": "new_api_error", "code": ""}}"#,
                    status: 401
                )
            ),
        ],
        words: relayWords,
        running: """
            {"code": "success", "message": "", "data": {"id": 71, "task_id": "<id>", "status": "<status>",
             "progress": "50%", "fail_reason": "", "data": null}}
            """,
        succeeded: """
            {"code": "success", "message": "", "data": {"id": 71, "task_id": "<id>", "status": "<status>",
             "progress": "100%", "result_url": "<link>", "data": {}}}
            """,
        failed: """
            {"code": "success", "message": "", "data": {"id": 71, "task_id": "<id>", "status": "<status>",
             "progress": "100%", "fail_reason": "<reason>"}}
            """
    )

    private static let openAIRefusals = [
        Refusal(
            .authenticationFailed,
            SampleResponse(
                #"{"error": {"message": "<reason>", "type": "invalid_request_error", "code": "invalid_api_key"}}"#,
                status: 401
            )
        ),
        Refusal(
            .contentRejected,
            SampleResponse(#"{"error": {"message": "<reason>", "code": "moderation_blocked"}}"#, status: 400)
        ),
        Refusal(
            .invalidRequest,
            SampleResponse(#"{"error": {"message": "<reason>", "type": "invalid_request_error"}}"#, status: 400)
        ),
        Refusal(
            .rateLimited,
            SampleResponse(#"{"error": {"message": "<reason>", "code": null}}"#, status: 429)
        ),
    ]

    /// The words of relays and clones.
    static let relayWords: [String: RemoteState] = [
        "queued": .queued, "pending": .queued, "submitted": .queued, "submitting": .queued, "not_start": .queued,
        "created": .queued, "queueing": .queued, "preparing": .queued, "waiting": .queued,
        "preprocessing": .queued, "starting": .queued,
        "in_progress": .running, "processing": .running, "running": .running, "generating": .running,
        "initializing": .running, "downloading": .running, "uploading": .running, "video_generating": .running,
        "dreaming": .running, "throttled": .running, "unknown": .running,
        "completed": .succeeded, "success": .succeeded, "succeeded": .succeeded, "succeed": .succeeded,
        "done": .succeeded, "finished": .succeeded,
        "failed": .failed, "failure": .failed, "fail": .failed, "error": .failed, "timeout": .failed,
        "timed_out": .failed, "interrupted": .failed, "dead": .failed, "rejected": .failed, "blocked": .failed,
        "request_moderated": .failed, "content_moderated": .failed,
        "cancelled": .cancelled, "canceled": .cancelled, "deleted": .cancelled, "expired": .expired,
    ]
}
