import VideoGenerationCore

extension ResponseRules {
    /// The meaning of `base_resp.status_code` with HTTP 200, from MiniMax's list of error codes. The codes 2xxx refuse
    /// the request itself, as do the listed codes about the key, the balance and the content. The other 1xxx are server
    /// failures, after which a task may exist.
    private static let baseResponse: [Declaration] = [
        .submit(200, "1002", is: .notNow),
        .submit(200, 2000...2999, is: .refused),
        .submit(200, "1004", "1008", "1026", "1028", "1030", "1042", is: .refused),
        .poll(200, "1026", "1027", is: .failed),
    ]

    /// The rules of `/v1/video_generation` and its templates.
    static let hailuo = ResponseRules(
        taskIDs: ["task_id"],
        codes: ["base_resp.status_code"],
        outputs: [],
        baseResponse
    )

    /// The same rules for a relay, which may respond in its own envelope.
    static let hailuoRelay = ResponseRules(
        taskIDs: ["task_id", "data.task_id", "data.data.task_id", "data.id"],
        codes: ["base_resp.status_code", "data.base_resp.status_code", "error.code"],
        outputs: [],
        baseResponse + [.noChannel]
    )

    /// The rules of `/v2/video_generation`, whose error bodies repeat the HTTP status and may arrive with HTTP 200.
    static let h3 = ResponseRules(
        taskIDs: ["task_id", "task.id", "task.task_id"],
        codes: ["error.http_code"],
        outputs: [],
        [
            .submit(200, "400", "401", "402", "403", "422", is: .refused),
            .submit(200, "429", is: .notNow),
        ]
    )
}
