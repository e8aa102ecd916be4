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
        succeeded: #"{"id": "<id>", "status": "<status>", "file": "<file>"}"#,
        failed: #"{"id": "<id>", "status": "<status>", "error": {"message": "<reason>"}}"#,
        file: #"{"url": "<link>"}"#,
        withoutOutput: #"{"id": "<id>", "status": "<status>"}"#,
        list: #"{"data": [{"id": "<id>", "status": "working"}]}"#,
        stopped: #"{"id": "<id>", "status": "cancelled"}"#
    )
}
