public import VideoGenerationCore

extension ConformanceScript {
    /// Replicate, in the shapes of its HTTP reference and of the package `replicate` 1.0.7.
    public static let replicate = ConformanceScript(
        request: { VideoRequest(prompt: $0, model: "minimax/h3-lite") },
        accepted: SampleResponse(prediction("starting", rest: #""output": null, "error": null"#), status: 201),
        refusals: [
            refusal(.authenticationFailed, "Unauthenticated", status: 401),
            refusal(.insufficientFunds, "Insufficient credit", status: 402),
            refusal(.invalidRequest, "Not found", status: 404),
            refusal(.invalidRequest, "Invalid version or not permitted", status: 422),
            Refusal(
                .rateLimited,
                SampleResponse(#"{"detail": "<reason>", "status": 429, "retry_after": 9}"#, status: 429)
            ),
        ],
        words: [
            "starting": .queued, "processing": .running, "succeeded": .succeeded, "failed": .failed,
            "canceled": .cancelled, "aborted": .cancelled,
        ],
        running: SampleResponse(prediction("<status>", rest: #""output": null, "error": null, "logs": """#)),
        others: [
            .cancelled: SampleResponse(prediction("<status>", rest: #""output": null, "error": null"#)),
            .expired: SampleResponse(prediction("succeeded", rest: #""output": null"#, isRemoved: true)),
        ],
        succeeded: SampleResponse(
            prediction("<status>", rest: #""output": "<link>", "error": null, "metrics": {"predict_time": 61.2}"#)
        ),
        failed: SampleResponse(prediction("<status>", rest: #""output": null, "error": "<reason>""#)),
        failures: [
            Refusal(
                .contentRejected,
                SampleResponse(
                    prediction(
                        "failed",
                        rest: """
                            "output": null,
                             "error": "The input or output was flagged as sensitive. <reason> (E005)"
                            """
                    )
                )
            ),
            Refusal(
                .taskExpired,
                SampleResponse(prediction("succeeded", rest: #""output": null"#, isRemoved: true))
            ),
        ],
        withoutOutput: SampleResponse(prediction("<status>", rest: #""output": [], "error": null"#)),
        list: SampleResponse(
            #"{"next": null, "previous": null, "results": [\#(prediction("<status>", rest: #""output": "<link>""#))]}"#
        ),
        uploads: [
            SampleResponse(
                """
                {"id": "<file>", "name": "content.png", "content_type": "image/png", "size": 300000,
                 "etag": "dbc0bb09", "checksums": {"sha256": "4e1243bd"}, "metadata": {},
                 "created_at": "2026-11-27T10:00:00.000Z", "expires_at": "2026-11-28T10:00:00.000Z",
                 "urls": {"get": "<base>/files/<file>"}}
                """,
                status: 201
            )
        ],
        stopped: SampleResponse(prediction("canceled", rest: #""output": null"#))
    )

    private static func prediction(_ status: String, rest: String, isRemoved: Bool = false) -> String {
        """
        {"id": "<id>", "model": "minimax/h3-lite", "version": "hidden", "status": "\(status)",
         "input": {"prompt": "a boat", "first_frame_image": "https://input.example/first.png"},
         \(rest), "created_at": "2026-11-27T10:00:00.000Z", "data_removed": \(isRemoved),
         "urls": {"get": "<base>/predictions/<id>", "cancel": "<base>/predictions/<id>/cancel",
          "web": "https://replicate.com/p/<id>"}}
        """
    }

    private static func refusal(_ code: VideoError.Code, _ title: String, status: Int) -> Refusal {
        Refusal(
            code,
            SampleResponse(#"{"title": "\#(title)", "detail": "<reason>", "status": \#(status)}"#, status: status)
        )
    }
}
