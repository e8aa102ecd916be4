import VideoGenerationCore

extension ResponseRules {
    /// The responses that prove something. The codes of a refused submit can come with HTTP 200.
    static let dashScope = ResponseRules(
        taskIDs: ["output.task_id"],
        codes: ["code", "output.task_status"],
        outputs: [],
        [
            .submit(
                200,
                "InvalidApiKey",
                "InvalidParameter",
                "DataInspectionFailed",
                "Arrearage",
                "AccessDenied",
                "AccessDenied.Unpurchased",
                "Model.AccessDenied",
                "ModelNotFound",
                is: .refused
            ),
            // The word of a task that does not exist or is older than 24 hours. Its video may have been paid.
            .poll(200, "UNKNOWN", is: .gone),
        ]
    )
}
