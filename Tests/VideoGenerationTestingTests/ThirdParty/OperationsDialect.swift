import VideoGeneration

/// An API whose IDs are paths, whose verbs stand after a colon, and whose responses contain the video itself.
struct OperationsDialect: VideoDialect {
    var name: String { "operations" }
    var models: [ModelDescription] { [] }
    var canCancel: Bool { true }
    var ownIDField: OwnIDField? { .header("X-Own-ID") }

    var reader: ResponseReader {
        var reader = ResponseReader(
            statuses: StatusTable(),
            idKeys: ["name"],
            keys: ResponseKeys(envelopes: ["response"])
        )
        reader.state = { document in
            guard let json = document.json, json["done"]?.bool == true else { return nil }
            return json["error"] == nil ? .succeeded : .failed
        }
        reader.outputs = { document, _ in
            let videos = document.json?["response"]?["videos"]?.array ?? []
            return videos.compactMap { InlineContent($0["bytes"]) }.map { VideoOutput(.inline($0)) }
        }
        return reader
    }

    func authorizer(for key: Secret) -> any RequestAuthorizer { KeyAuthorizer(key, in: "x-goog-api-key", prefix: "") }

    func responseLimit(for operation: DialectOperation) -> Int { operation == .status ? 64 << 20 : 1 << 20 }

    func submitRequest(_ request: VideoRequest, at endpoint: Endpoint) throws -> HTTPRequest {
        .posting(["prompt": .string(request.prompt)], to: try endpoint.url(verbatim: "models/one:predict"))
    }

    func statusRequest(for task: RemoteTask, at endpoint: Endpoint) throws -> HTTPRequest {
        .reading(try endpoint.url(verbatim: task.id))
    }

    func cancelRequest(for task: RemoteTask, at endpoint: Endpoint) throws -> HTTPRequest? {
        .posting([:], to: try endpoint.url(verbatim: task.id + ":cancel"))
    }
}

extension ConformanceScript {
    static let operations = ConformanceScript(
        key: "x-goog-api-key: <key>",
        accepted: #"{"name": "<id>"}"#,
        refusals: [
            Refusal(
                .authenticationFailed,
                SampleResponse(#"{"error": {"code": 401, "message": "<reason>"}}"#, status: 401)
            )
        ],
        running: #"{"name": "<id>", "metadata": {}}"#,
        succeeded: #"{"name": "<id>", "done": true, "response": {"videos": [{"bytes": "<data>"}]}}"#,
        failed: #"{"name": "<id>", "done": true, "error": {"code": 3, "message": "<reason>"}}"#,
        withoutOutput: #"{"name": "<id>", "done": true, "response": {"videos": []}}"#,
        stopped: SampleResponse("", status: 204)
    )
}
