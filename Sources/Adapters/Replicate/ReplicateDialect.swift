public import VideoGenerationCore

/// Replicate's predictions: `replicate`.
///
/// A model is named by its owner and its name, or by a version, and each model has an input of its own. The request
/// never asks the API to wait, so the response comes before the video is made. An hour after a prediction was made, its
/// input and its output are removed. The API has no idempotency key, and no field for an ID of the caller.
public struct ReplicateDialect: VideoDialect {
    /// The largest file that goes into the body, as a data URL, by Replicate's recommendation.
    static let largestInlineFile = 256_000
    /// The largest response: a prediction repeats its input, which can contain data URLs, and a page of the list has 100
    /// predictions with their logs.
    private static let responseLimit = 64 << 20

    /// Creates the dialect, which has no options.
    public init() {}

    /// The name of the dialect, `replicate`.
    public var name: String { "replicate" }
    /// Some of Replicate's models. Every other model can be named by its owner and its name.
    public var models: [ModelDescription] { ReplicateModels.all.map(\.description) }
    /// Always true: the API has a list of predictions, with 100 on a page.
    public var canList: Bool { true }
    /// Always true: the API cancels predictions. The time for which the model ran is billed.
    public var canCancel: Bool { true }

    /// The words of a prediction. A success whose data was removed is expired: only the video could show that it existed.
    public var reader: ResponseReader {
        var reader = ResponseReader(
            statuses: StatusTable(
                queued: ["starting"],
                running: ["processing"],
                succeeded: ["succeeded"],
                failed: ["failed"],
                // `aborted` is a prediction that was canceled by its deadline before it started.
                cancelled: ["canceled", "aborted"]
            ),
            idKeys: ["id"],
            rules: ResponseRules(taskIDs: ["id"], codes: [], outputs: [], pollsNameTask: true)
        )
        reader.state = { document in
            guard document.status?.lowercased() == "succeeded", document.first("data_removed")?.bool == true,
                document.first("output") == nil
            else { return nil }
            return .expired
        }
        reader.outputs = { document, endpoint in
            guard let output = document.first("output") else { return [] }
            // Only `output` has the model's own links. `urls` and `input` have others.
            let result = ResponseDocument(head: document.head, json: ["output": output])
            return LinkSearch(at: endpoint).outputs(in: result)
        }
        return reader
    }

    /// Returns 64 MiB for the responses that contain predictions, which repeat their inputs.
    public func responseLimit(for operation: DialectOperation) -> Int {
        switch operation {
        case .submit, .status, .cancel, .list: Self.responseLimit
        case .file, .content, .lookup, .upload: 1 << 20
        }
    }

    /// Returns the next step of an upload: a file above 256 kB is posted to `/files`, and the URL in the response goes into
    /// the input.
    public func uploadStep(for input: MediaInput, after responses: [HTTPResponse], at endpoint: Endpoint) throws
        -> UploadStep
    {
        guard case .data(let file, let type) = input.source, file.count > Self.largestInlineFile else { return .inline }
        guard let response = responses.first else {
            var form = MultipartForm()
            form.add("content", picture: file, type)
            return .send(.posting(form, to: try endpoint.url("files")))
        }
        guard let link = ResponseDocument(response).json?["urls"]?["get"]?.text.flatMap({ HTTPURL($0) }) else {
            throw VideoError(
                .malformedResponse,
                "The response to the upload of a \(input.kind) names no URL.",
                advice: "Nothing was bought.",
                httpStatus: response.status
            )
        }
        return .done(link.string)
    }

    /// Returns the submit request: POST `/models/{owner}/{name}/predictions`, or `/predictions` for a version.
    /// - Throws: `VideoError` with code `invalidRequest` if the request names no model, if its name is not one of a model
    ///   at Replicate, or if the model has no field for a part of the request.
    public func submitRequest(_ request: VideoRequest, at endpoint: Endpoint) throws -> HTTPRequest {
        guard let name = request.model else {
            throw VideoError(
                .invalidRequest,
                "Replicate has no default model for videos.",
                advice: "Nothing was sent. Name a model as on replicate.com: owner/name."
            )
        }
        let path = try ReplicateModelPath(name)
        let input = try ReplicateFields.of(path.model).input(request, by: self.name)
        guard let version = path.version else {
            return .posting(
                ["input": .object(input)],
                to: try endpoint.url(["models"] + path.segments + ["predictions"])
            )
        }
        let body: JSONObject = ["version": .string(version), "input": .object(input)]
        return .posting(body, to: try endpoint.url("predictions"))
    }

    /// Returns the poll: GET `/predictions/{id}`.
    public func statusRequest(for task: RemoteTask, at endpoint: Endpoint) throws -> HTTPRequest {
        .reading(try endpoint.url("predictions", task.id))
    }

    /// Returns the request to cancel a prediction: POST `/predictions/{id}/cancel`.
    public func cancelRequest(for task: RemoteTask, at endpoint: Endpoint) throws -> HTTPRequest? {
        .posting([:], to: try endpoint.url("predictions", task.id, "cancel"))
    }

    /// Returns the result of a request to cancel. Only the word `canceled` proves that the prediction ended.
    public func cancellation(_ response: HTTPResponse, of task: RemoteTask) throws -> Cancellation {
        let result = try reader.cancellation(response)
        let word = reader.parse(response).first("status")?.text
        switch word.flatMap({ reader.statuses[$0] }) {
        case .queued, .running: return .requested
        case nil where result == .cancelled: return .requested
        default: return result
        }
    }
}
