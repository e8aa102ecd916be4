import VideoGeneration

/// An API whose poll is an empty HTTP 202 while the task runs, with a flag for moderation and a charge in ticks.
struct TicksDialect: VideoDialect {
    var name: String { "ticks" }
    var models: [ModelDescription] { [] }

    var reader: ResponseReader {
        var reader = ResponseReader(
            statuses: StatusTable(
                running: ["pending"],
                succeeded: ["done"],
                failed: ["failed"],
                expired: ["expired"]
            ),
            errors: ErrorTable(["moderated": .init(.contentRejected)]),
            idKeys: ["request_id"],
            rules: ResponseRules([.poll(400, "moderated", is: .failed)])
        )
        reader.state = { document in document.first("video")?["url"]?.text == nil ? nil : .succeeded }
        reader.charge = { document in
            guard case .number(let digits)? = document.first("usage")?["cost_in_usd_ticks"],
                let ticks = Decimal(string: digits)
            else { return nil }
            return Charge(Money(ticks * Decimal(sign: .plus, exponent: -10, significand: 1), "USD"))
        }
        return reader
    }

    func submitRequest(_ request: VideoRequest, at endpoint: Endpoint) throws -> HTTPRequest {
        var body: JSONObject = ["prompt": .string(request.prompt)]
        if let model = request.model { body["model"] = .string(model) }
        body.merge(request.options)
        return .posting(body, to: try endpoint.url("videos", "generations"))
    }

    func statusRequest(for task: RemoteTask, at endpoint: Endpoint) throws -> HTTPRequest {
        .reading(try endpoint.url("videos", task.id))
    }
}

extension ConformanceScript {
    static let ticks = ConformanceScript(
        accepted: #"{"request_id": "<id>"}"#,
        refusals: [
            Refusal(
                .authenticationFailed,
                SampleResponse(#"{"error": {"code": "unauthorized", "message": "<reason>"}}"#, status: 401)
            )
        ],
        words: ["done": .succeeded, "failed": .failed, "pending": .running, "expired": .expired],
        running: SampleResponse(#"{"status": "<status>", "progress": 10}"#, status: 202),
        others: [.queued: SampleResponse("", status: 202)],
        succeeded: """
            {"status": "<status>", "progress": 100, "video": {"url": "<link>", "duration": 6},
             "usage": {"cost_in_usd_ticks": 8400000000}}
            """,
        failed: #"{"request_id": "<id>", "status": "<status>", "error": {"message": "<reason>"}}"#,
        failures: [
            Refusal(
                .contentRejected,
                SampleResponse(
                    #"{"request_id": "<id>", "error": {"code": "moderated", "message": "<reason>"}}"#,
                    status: 400
                )
            )
        ],
        withoutOutput: #"{"status": "<status>", "progress": 100, "video": {"url": ""}}"#,
        charge: Charge(Money(cents: 84))
    )
}
