import VideoGeneration
import VideoGenerationTesting

extension ConformanceScript {
    /// What ``HandmadeProvider``'s backend answers.
    static let handmade = ConformanceScript(
        accepted: #"{"id": "<id>"}"#,
        refusals: [
            Refusal(.authenticationFailed, SampleResponse(#"{"error": {"message": "<reason>"}}"#, status: 401)),
            Refusal(.refused, SampleResponse(#"{"error": {"message": "<reason>"}}"#, status: 400)),
        ],
        words: [
            "queued": .queued, "working": .running, "done": .succeeded, "broken": .failed, "stopped": .cancelled,
        ],
        running: #"{"id": "<id>", "status": "<status>"}"#,
        succeeded: #"{"id": "<id>", "status": "<status>", "file": "<file>", "credits": 2.5}"#,
        failed: #"{"id": "<id>", "status": "<status>", "error": {"message": "<reason>"}}"#,
        failures: [
            Refusal(
                .contentRejected,
                #"{"id": "<id>", "status": "<status>", "error": {"code": "nsfw", "message": "<reason>"}}"#
            )
        ],
        file: #"{"url": "<link>"}"#,
        failedFile: Refusal(
            .contentRejected,
            SampleResponse(#"{"error": {"message": "<reason>"}}"#, status: 422)
        ),
        withoutOutput: #"{"id": "<id>", "status": "<status>"}"#,
        list: #"{"data": [{"id": "<id>", "status": "working"}]}"#,
        lookup: #"{"data": [{"id": "<id>", "own": "<own>", "status": "working"}]}"#,
        uploads: [#"{"upload": "<file>"}"#, #"{"done": true}"#],
        charge: Charge(2.5, "credits"),
        stopped: #"{"id": "<id>", "status": "cancelled"}"#
    )
}
