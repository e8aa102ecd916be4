import VideoGeneration

/// An API with carried URLs, a cancel by POST, a list under `results`, and outputs that it deletes.
struct PredictionsDialect: VideoDialect {
    var name: String { "predictions" }
    var models: [ModelDescription] { [] }
    var defaultModel: String? { "acme/video-1" }
    var canList: Bool { true }
    var canCancel: Bool { true }

    var reader: ResponseReader {
        var reader = ResponseReader(
            statuses: StatusTable(
                queued: ["starting"],
                running: ["processing"],
                succeeded: ["succeeded"],
                failed: ["failed"],
                cancelled: ["canceled", "aborted"]
            ),
            rules: ResponseRules(outputs: []),
            keys: ResponseKeys(pollingURLs: ["urls.get"], cancelURLs: ["urls.cancel"])
        )
        reader.state = { document in document.first("data_removed")?.bool == true ? .expired : nil }
        return reader
    }

    func submitRequest(_ request: VideoRequest, at endpoint: Endpoint) throws -> HTTPRequest {
        var input: JSONObject = ["prompt": .string(request.prompt)]
        if let seconds = request.seconds { input["duration"] = JSONValue(seconds) }
        if let frame = request.firstFrame { input["image"] = .string(try frame.sendableURL()) }
        input.merge(request.options)
        let path = "models/\(request.model ?? "acme/video-1")/predictions"
        return .posting(["input": .object(input)], to: try endpoint.url(verbatim: path))
    }

    func statusRequest(for task: RemoteTask, at endpoint: Endpoint) throws -> HTTPRequest {
        .reading(try carriedURL(task.pollingURL, at: endpoint) ?? endpoint.url("predictions", task.id))
    }

    func cancelRequest(for task: RemoteTask, at endpoint: Endpoint) throws -> HTTPRequest? {
        .posting(
            [:],
            to: try carriedURL(task.cancelURL, at: endpoint) ?? endpoint.url("predictions", task.id, "cancel")
        )
    }

    func listRequest(_ listing: TaskListing, at endpoint: Endpoint) throws -> HTTPRequest? {
        guard let next = carriedURL(listing.after, at: endpoint) else {
            return .reading(try endpoint.url("predictions"))
        }
        return .reading(next)
    }

    func page(_ response: HTTPResponse, of listing: TaskListing, at endpoint: Endpoint) throws -> TaskPage {
        let document = reader.parse(response)
        let rows = document.first("results")?.array ?? []
        let tasks = try rows.compactMap { row -> TaskSnapshot? in
            guard let id = row["id"]?.identifier else { return nil }
            let response = HTTPResponse(status: 200, body: row.bytes)
            return try reader.status(response, of: RemoteTask(id: id), at: endpoint)
        }
        return TaskPage(tasks, next: document.first("next")?.text)
    }
}

extension ConformanceScript {
    private static let urls = """
        "urls": {"get": "<base>/predictions/<id>", "cancel": "<base>/predictions/<id>/cancel"}
        """

    static let predictions = ConformanceScript(
        accepted: SampleResponse(#"{"id": "<id>", "status": "<status>", "output": null, \#(urls)}"#, status: 201),
        refusals: [
            Refusal(.authenticationFailed, SampleResponse(#"{"title": "No", "detail": "<reason>"}"#, status: 401)),
            Refusal(.insufficientFunds, SampleResponse(#"{"title": "No", "detail": "<reason>"}"#, status: 402)),
        ],
        words: [
            "starting": .queued, "processing": .running, "succeeded": .succeeded, "failed": .failed,
            "canceled": .cancelled, "aborted": .cancelled,
        ],
        running: SampleResponse(#"{"id": "<id>", "status": "<status>", "output": null, \#(urls)}"#),
        others: [.expired: #"{"id": "<id>", "status": "succeeded", "output": null, "data_removed": true}"#],
        succeeded: SampleResponse(#"{"id": "<id>", "status": "<status>", "output": ["<link>"], \#(urls)}"#),
        failed: SampleResponse(#"{"id": "<id>", "status": "<status>", "error": "<reason>", \#(urls)}"#),
        withoutOutput: SampleResponse(#"{"id": "<id>", "status": "<status>", "output": null, \#(urls)}"#),
        list: SampleResponse(#"{"results": [{"id": "<id>", "status": "processing"}], "next": null}"#),
        stopped: SampleResponse(#"{"id": "<id>", "status": "canceled", \#(urls)}"#)
    )
}
