import VideoGeneration
import VideoGenerationTesting

extension ConformanceScript {
    /// MiniMax's first API: errors under HTTP 200, a file to be asked for.
    static let hailuo = ConformanceScript(
        accepted: #"{"task_id": "<id>", "base_resp": {"status_code": 0, "status_msg": "success"}}"#,
        refusals: miniMaxRefusals,
        words: [
            "Preparing": .queued, "Queueing": .queued, "Processing": .running, "Unknown": .running,
            "Success": .succeeded, "Fail": .failed, "Failed": .failed,
        ],
        running: """
            {"task_id": "<id>", "status": "<status>", "file_id": "", "video_width": 0, "video_height": 0,
             "base_resp": {"status_code": 0, "status_msg": "success"}}
            """,
        succeeded: """
            {"task_id": "<id>", "status": "<status>", "file_id": "<file>", "video_width": 1366, "video_height": 768,
             "base_resp": {"status_code": 0, "status_msg": "success"}}
            """,
        failed: """
            {"task_id": "<id>", "status": "<status>", "file_id": "",
             "base_resp": {"status_code": 1013, "status_msg": "<reason>"}}
            """,
        file: """
            {"file": {"file_id": "<file>", "bytes": 0, "created_at": 1790000000, "filename": "output.mp4",
                      "purpose": "video_generation", "download_url": "<link>"},
             "base_resp": {"status_code": 0, "status_msg": "success"}}
            """,
        withoutOutput: """
            {"task_id": "<id>", "status": "<status>", "base_resp": {"status_code": 0, "status_msg": "success"}}
            """
    )

    /// The same behind a relay, which puts the query into an envelope and the link with it.
    static let hailuoRelay: ConformanceScript = {
        var script = hailuo
        script.words = relayWords
        script.running = """
            {"code": "success", "message": "", "data": {"task_id": "<id>", "status": "<status>", "progress": "30%",
             "fail_reason": "", "data": {"task_id": "<id>", "base_resp": {"status_code": 0, "status_msg": "ok"}}}}
            """
        script.succeeded = """
            {"code": "success", "message": "", "data": {"task_id": "<id>", "status": "<status>", "progress": "100%",
             "fail_reason": "", "data": {"status": "Success", "file_id": "<file>", "task_id": "<id>",
             "file": {"file_id": "<file>", "bytes": 0, "download_url": "<link>"},
             "base_resp": {"status_code": 0, "status_msg": "success"}}}}
            """
        script.failed = """
            {"code": "success", "message": "", "data": {"task_id": "<id>", "status": "<status>", "progress": "100%",
             "fail_reason": "<reason>", "data": null}}
            """
        script.withoutOutput = """
            {"code": "success", "message": "", "data": {"task_id": "<id>", "status": "<status>", "data": null}}
            """
        return script
    }()

    /// A template's task: the query gives the link itself.
    static let hailuoTemplate: ConformanceScript = {
        var script = hailuo
        script.request = {
            VideoRequest(prompt: "", source: .template(id: "393769180141805569", texts: [$0]))
        }
        script.succeeded = """
            {"task_id": "<id>", "status": "<status>", "video_url": "<link>", "base_resp": {"status_code": 0}}
            """
        script.file = nil
        return script
    }()

    /// MiniMax's second API: true HTTP statuses, everything inside `task`.
    static let h3 = ConformanceScript(
        accepted: #"{"task_id": "<id>"}"#,
        refusals: [
            Refusal(
                .authenticationFailed,
                SampleResponse(
                    """
                    {"type": "error", "error": {"type": "authorized_error", "message": "<reason> (1004)",
                     "http_code": "401"}, "request_id": "r-1"}
                    """,
                    status: 401
                )
            ),
            Refusal(
                .contentRejected,
                SampleResponse(
                    """
                    {"type": "error", "error": {"type": "bad_request_error", "message": "<reason> (1026)",
                     "http_code": "422"}, "request_id": "r-2"}
                    """,
                    status: 422
                )
            ),
        ],
        words: [
            "queued": .queued, "running": .running, "succeeded": .succeeded, "failed": .failed,
            "cancelled": .cancelled, "canceled": .cancelled, "deleted": .cancelled, "expired": .expired,
        ],
        running: """
            {"task": {"id": "<id>", "model": "MiniMax-H3", "status": "<status>", "created_at": 1790000000,
             "resolution": "768P", "duration": 5, "usage": {}, "ratio": ""}}
            """,
        succeeded: """
            {"task": {"id": "<id>", "model": "MiniMax-H3", "status": "<status>", "content": {"url": "<link>"},
             "resolution": "768P", "duration": 5, "usage": {"total": 1}}}
            """,
        failed: """
            {"task": {"id": "<id>", "model": "MiniMax-H3", "status": "<status>",
             "error": {"code": "1013", "message": "<reason>"}}}
            """,
        withoutOutput: #"{"task": {"id": "<id>", "model": "MiniMax-H3", "status": "<status>", "content": {}}}"#,
        list: #"{"items": [{"id": "<id>", "model": "MiniMax-H3", "status": "running"}], "total": 1}"#,
        stopped: #"{"task_id": "<id>", "action": "cancelled", "status": "cancelled"}"#
    )

    private static let miniMaxRefusals = [
        Refusal(.authenticationFailed, #"{"base_resp": {"status_code": 2049, "status_msg": "<reason>"}}"#),
        Refusal(.insufficientFunds, #"{"base_resp": {"status_code": 1008, "status_msg": "<reason>"}}"#),
        Refusal(.contentRejected, #"{"base_resp": {"status_code": 1026, "status_msg": "<reason>"}}"#),
        Refusal(.invalidRequest, #"{"task_id": "", "base_resp": {"status_code": 2013, "status_msg": "<reason>"}}"#),
        Refusal(.rateLimited, #"{"base_resp": {"status_code": 1002, "status_msg": "<reason>"}}"#),
    ]
}
