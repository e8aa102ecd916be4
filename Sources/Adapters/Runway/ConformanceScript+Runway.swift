public import VideoGenerationCore

extension ConformanceScript {
    /// Runway, with the fields that the package `runwayml` 5.24.0 names.
    public static let runway = ConformanceScript(
        accepted: #"{"id": "<id>", "estimatedCost": {"credits": 60}}"#,
        refusals: [
            Refusal(.authenticationFailed, SampleResponse(#"{"error": "<reason>"}"#, status: 401)),
            Refusal(.invalidRequest, SampleResponse(#"{"error": "<reason>", "issues": []}"#, status: 400)),
            Refusal(.rateLimited, SampleResponse(#"{"error": "<reason>"}"#, status: 429)),
        ],
        words: [
            "PENDING": .queued, "THROTTLED": .queued, "RUNNING": .running, "SUCCEEDED": .succeeded, "FAILED": .failed,
            "CANCELLED": .cancelled,
        ],
        running: """
            {"id": "<id>", "createdAt": "2026-11-27T10:00:00.000Z", "status": "<status>", "progress": 0.4,
             "estimatedCost": {"credits": 60}}
            """,
        others: [
            .cancelled: """
            {"id": "<id>", "createdAt": "2026-11-27T10:00:00.000Z", "status": "<status>", "cost": {"credits": 60}}
            """
        ],
        succeeded: """
            {"id": "<id>", "createdAt": "2026-11-27T10:00:00.000Z", "status": "<status>", "output": ["<link>"],
             "cost": {"credits": 60}}
            """,
        failed: failedRunway("INTERNAL.BAD_OUTPUT.CODE01"),
        failures: [
            Refusal(.contentRejected, failedRunway("SAFETY.INPUT.TEXT")),
            Refusal(.contentRejected, failedRunway("SAFETY.OUTPUT.VIDEO")),
            Refusal(.generationFailed, failedRunway("INTERNAL.BAD_OUTPUT.CODE02")),
        ],
        withoutOutput: #"{"id": "<id>", "status": "<status>", "output": [], "cost": {"credits": 60}}"#,
        uploads: [
            #"{"uploadUrl": "<base>/store", "fields": {"key": "k-1", "policy": "p-1"}, "runwayUri": "runway://file-1"}"#,
            SampleResponse("", status: 204),
        ],
        charge: Charge(60, "credits", rate: Money(cents: 1), readOn: "2026-11-27"),
        stopped: SampleResponse("", status: 204)
    )

    private static func failedRunway(_ code: String) -> SampleResponse {
        SampleResponse(
            """
            {"id": "<id>", "createdAt": "2026-11-27T10:00:00.000Z", "status": "<status>", "failure": "<reason>",
             "failureCode": "\(code)", "cost": {"credits": 60}}
            """
        )
    }
}
