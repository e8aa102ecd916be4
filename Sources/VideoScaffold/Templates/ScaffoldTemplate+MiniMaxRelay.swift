extension ScaffoldTemplate {
    /// MiniMax's first API behind a relay: with its own paths, a status response in an envelope, and often the link in
    /// it.
    static let miniMaxRelay = ScaffoldTemplate(
        dialect: "minimax-relay",
        mapping: miniMaxV1Mapping(
            prefix: ["minimax", "v1"],
            words: [
                #"queued: ["NOT_START", "SUBMITTED", "QUEUED", "Preparing", "Queueing"]"#,
                #"running: ["IN_PROGRESS", "UNKNOWN", "Processing"]"#, #"succeeded: ["SUCCESS"]"#,
                #"failed: ["FAILURE", "Fail"]"#,
            ]
        ),
        models: miniMaxV1Models,
        test: test(simulator: "", script: miniMaxRelayScript)
    )

    private static let miniMaxRelayScript = ##"""
        static let __SCRIPT__ = ConformanceScript(
            accepted: #"{"task_id": "<id>", "base_resp": {"status_code": 0, "status_msg": "success"}}"#,
            refusals: [
                Refusal(
                    .authenticationFailed,
                    SampleResponse(#"{"error": {"message": "<reason>", "type": "new_api_error"}}"#, status: 401)
                ),
                Refusal(.contentRejected, #"{"base_resp": {"status_code": 1026, "status_msg": "<reason>"}}"#),
            ],
            words: [
                "NOT_START": .queued, "SUBMITTED": .queued, "QUEUED": .queued, "Preparing": .queued,
                "Queueing": .queued, "IN_PROGRESS": .running, "UNKNOWN": .running, "Processing": .running,
                "SUCCESS": .succeeded, "FAILURE": .failed, "Fail": .failed,
            ],
            running: """
                {"code": "success", "message": "", "data": {"task_id": "<id>", "status": "<status>",
                 "progress": "30%", "fail_reason": "", "data": {"task_id": "<id>"}}}
                """,
            succeeded: """
                {"code": "success", "message": "", "data": {"task_id": "<id>", "status": "<status>",
                 "progress": "100%", "fail_reason": "", "data": {"status": "Success", "file_id": "<file>",
                 "task_id": "<id>", "file": {"file_id": "<file>", "bytes": 0, "download_url": "<link>"},
                 "base_resp": {"status_code": 0, "status_msg": "success"}}}}
                """,
            failed: """
                {"code": "success", "message": "", "data": {"task_id": "<id>", "status": "<status>",
                 "progress": "100%", "fail_reason": "<reason>", "data": null}}
                """,
            file: #"{"file": {"file_id": "<file>", "download_url": "<link>"}, "base_resp": {"status_code": 0}}"#,
            withoutOutput: """
                {"code": "success", "message": "", "data": {"task_id": "<id>", "status": "<status>", "data": null}}
                """
        )
        """##
}
