import VideoGenerationCore

extension ResponseRules {
    /// The codes that refuse a submit with HTTP 200: errors of the key, the account, the request and the content, which
    /// all come before a task exists. The codes 5xxx report failures of the server, after which a task may exist.
    static let kling = ResponseRules(
        taskIDs: ["data.task_id"],
        codes: ["code"],
        outputs: [],
        [
            .submit(200, "1302", "1303", is: .notNow),
            .submit(200, "1000", "1001", "1002", "1003", "1004", is: .refused),
            .submit(200, "1100", "1101", "1102", "1103", is: .refused),
            .submit(200, "1200", "1201", "1202", "1203", is: .refused),
            .submit(200, "1300", "1301", "1304", is: .refused),
        ]
    )
}
