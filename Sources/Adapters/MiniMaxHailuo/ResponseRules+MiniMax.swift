import VideoGenerationCore

extension ResponseRules {
    /// What `base_resp.status_code` decides under HTTP 200, by MiniMax's page of error codes: 2xxx refuse the request
    /// itself, and so do the listed ones about the key, the funds and the content. The other 1xxx are failures of the
    /// server, behind which an order may have begun.
    private static let baseResponse: [Declaration] = [
        .submit(200, "1002", is: .notNow),
        .submit(200, 2000...2999, is: .refused),
        .submit(200, "1004", "1008", "1026", "1028", "1030", "1042", is: .refused),
        .poll(200, "1026", "1027", is: .failed),
    ]

    /// `/v1/video_generation` and its templates.
    static let hailuo = ResponseRules(
        taskIDs: ["task_id"],
        codes: ["base_resp.status_code"],
        outputs: [],
        baseResponse
    )

    /// The same behind a relay, which may answer in its own envelope.
    static let hailuoRelay = ResponseRules(
        taskIDs: ["task_id", "data.task_id", "data.data.task_id", "data.id"],
        codes: ["base_resp.status_code", "data.base_resp.status_code", "error.code"],
        outputs: [],
        baseResponse + [.noChannel]
    )

    /// `/v2/video_generation`, whose error bodies repeat the HTTP status and may come under 200.
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
