public import VideoGenerationCore

/// The queue of fal, at `queue.fal.run`: `fal`.
///
/// A model is named by its path, and each model has a body of its own. The response to a submit names the URLs of the
/// task. A failed task is `COMPLETED` with an `error`, or `COMPLETED` with a result that is an error. The API has no
/// list of tasks, no idempotency key, and no field for an ID of the caller.
public struct FalDialect: VideoDialect {
    /// The storage that takes the uploads of fal's own queue.
    private static let storage = "https://rest.fal.ai"
    /// The largest file that goes into the body, as a data URL. Every model takes a URL, but not every model takes a
    /// data URL, so only small files are spared the upload. The size is the choice of this adapter.
    static let largestInlineFile = 256 << 10

    /// Creates the dialect, which has no options.
    public init() {}

    /// The name of the dialect, `fal`.
    public var name: String { "fal" }
    /// Some of fal's models. Every other model can be named by its path.
    public var models: [ModelDescription] { FalModels.all.map(\.description) }
    /// The cheapest model whose price does not depend on a length that the provider chooses.
    public var defaultModel: String? { "fal-ai/veo3.1/lite" }
    /// Always true: the API takes requests to cancel.
    public var canCancel: Bool { true }
    /// The words of the queue. The codes are those of fal's pages about errors.
    public var reader: ResponseReader {
        var reader = ResponseReader(
            statuses: StatusTable(queued: ["IN_QUEUE"], running: ["IN_PROGRESS"], succeeded: ["COMPLETED"]),
            idKeys: ["request_id"],
            // The body is validated when the task runs: a wrong field is 422 at the result.
            rules: ResponseRules(taskIDs: ["request_id"], codes: ["error_type"], [.file(422, is: .failed)]),
            keys: ResponseKeys(
                codes: ["error_type"],
                pollingURLs: ["status_url"],
                resultURLs: ["response_url"],
                cancelURLs: ["cancel_url"]
            )
        )
        reader.state = { document in
            guard document.first("status")?.text?.uppercased() == "COMPLETED",
                document.first("error", "error_type") != nil
            else { return nil }
            return .failed
        }
        return reader
    }

    /// Returns an authorizer that sends `Authorization: Key KEY`.
    public func authorizer(for key: Secret) -> any RequestAuthorizer { KeyAuthorizer(key, prefix: "Key ") }

    /// Returns the storage for fal's own queue, with the key. Another endpoint has its own storage.
    public func trustedOrigins(for endpoint: Endpoint) -> [TrustedOrigin] {
        guard isQueue(endpoint) else { return [] }
        return [TrustedOrigin(Self.storage, getsKey: true)].compactMap(\.self)
    }

    /// Returns the next step of an upload: POST `storage/upload/initiate`, then PUT to the URL in its response. A small
    /// file goes into the body.
    public func uploadStep(
        for input: MediaInput,
        after responses: [HTTPResponse],
        at endpoint: Endpoint
    ) throws -> UploadStep {
        guard case .data(let file, let type) = input.source, file.count > Self.largestInlineFile else { return .inline }
        guard let response = responses.first else {
            let storage = isQueue(endpoint) ? try Endpoint(Self.storage) : endpoint
            let url = try storage.url("storage", "upload", "initiate", query: [("storage_type", "gcs")])
            return .send(
                .posting(
                    ["file_name": .string("input.\(type.fileExtension)"), "content_type": .string(type.rawValue)],
                    to: url
                )
            )
        }
        let json = ResponseDocument(response).json
        guard let target = json?["upload_url"]?.text.flatMap({ HTTPURL($0) }),
            let link = json?["file_url"]?.text.flatMap({ HTTPURL($0) })
        else {
            throw VideoError(
                .malformedResponse,
                "The response to the upload of a \(input.kind) names no URL.",
                advice: "Nothing was bought.",
                httpStatus: response.status
            )
        }
        return responses.count == 1 ? .send(.putting(file, type, to: target)) : .done(link.string)
    }

    /// Returns the submit request: POST to the path of the model.
    /// - Throws: `VideoError` with code `invalidRequest` if the model has no field for a part of the request, or if its
    ///   name is not the path of a model.
    public func submitRequest(_ request: VideoRequest, at endpoint: Endpoint) throws -> HTTPRequest {
        let model = try FalModelPath(request.model ?? defaultModel ?? "")
        let body = try FalFields.of(model.path).body(request, by: name)
        return .posting(body, to: try endpoint.url(verbatim: model.path))
    }

    /// Returns the task in the response to a submit, with the model, which the addresses of the task depend on.
    public func submitted(_ response: HTTPResponse, of request: VideoRequest, at endpoint: Endpoint) throws
        -> TaskSnapshot
    {
        var snapshot = try reader.submitted(response, at: endpoint)
        snapshot.remote.model = request.model ?? defaultModel
        return snapshot
    }

    /// Returns the poll: GET of the URL that the submit named, or `OWNER/ALIAS/requests/ID/status`.
    public func statusRequest(for task: RemoteTask, at endpoint: Endpoint) throws -> HTTPRequest {
        .reading(try carriedURL(task.pollingURL, at: endpoint) ?? url(of: task, "status", at: endpoint))
    }

    /// Returns the state of a task. A task without a URL for its result, such as one that was adopted by its ID, gets
    /// the usual one, because the response to a poll never contains the video.
    public func snapshot(_ response: HTTPResponse, of task: RemoteTask, at endpoint: Endpoint) throws -> TaskSnapshot {
        var task = task
        if task.resultURL == nil { task.resultURL = try? url(of: task, nil, at: endpoint).string }
        return try reader.status(response, of: task, at: endpoint)
    }

    /// Returns the request for the result: GET of the URL that the submit named, or `OWNER/ALIAS/requests/ID`.
    public func fileRequest(for task: RemoteTask, at endpoint: Endpoint) throws -> HTTPRequest? {
        .reading(try carriedURL(task.resultURL, at: endpoint) ?? url(of: task, nil, at: endpoint))
    }

    /// Returns the videos in the result, which is the model's own object: `video.url`, `videos[]` or another usual place.
    /// - Throws: `VideoError`, with a transient `outputMissing` if the task is still running.
    public func outputs(_ response: HTTPResponse, of task: RemoteTask, at endpoint: Endpoint) throws -> [VideoOutput] {
        do {
            let document = try reader.accepted(response, .file)
            let outputs = LinkSearch(at: endpoint).outputs(in: document)
            guard outputs.isEmpty else { return outputs }
            throw VideoError(
                .outputMissing,
                "fal's result contains no link to a video.",
                advice: "The task's ID is kept. Check that the model makes videos.",
                httpStatus: response.status
            )
        } catch var error as VideoError where response.status == 400 && error.message.contains("still in progress") {
            error.code = .outputMissing
            error.isTransient = true
            throw error
        }
    }

    /// Returns the request to cancel a task: PUT to the URL that the submit named, or `OWNER/ALIAS/requests/ID/cancel`.
    public func cancelRequest(for task: RemoteTask, at endpoint: Endpoint) throws -> HTTPRequest? {
        .putting(try carriedURL(task.cancelURL, at: endpoint) ?? url(of: task, "cancel", at: endpoint))
    }

    /// Returns the result of a request to cancel. `CANCELLATION_REQUESTED` stops a queued task, but a model that is
    /// running may finish its video.
    public func cancellation(_ response: HTTPResponse, of task: RemoteTask) throws -> Cancellation {
        let word = reader.parse(response).first("status")?.text?.uppercased()
        switch word {
        case "CANCELLATION_REQUESTED" where response.head.isSuccess: return .requested
        case "ALREADY_COMPLETED": return .refused
        default:
            let result = try reader.cancellation(response)
            return result == .cancelled ? .requested : result
        }
    }

    private func isQueue(_ endpoint: Endpoint) -> Bool {
        endpoint.origin.isSecure && endpoint.origin.host == "queue.fal.run"
    }

    /// Returns an address of a task below its app.
    private func url(of task: RemoteTask, _ verb: String?, at endpoint: Endpoint) throws -> HTTPURL {
        guard let model = task.model else {
            throw VideoError(
                .invalidRequest,
                "The model of this task is not known, and fal's addresses of a task contain it.",
                advice: "Nothing was sent. The task's ID is kept."
            )
        }
        return try endpoint.url(try FalModelPath(model).app + ["requests", task.id] + [verb].compactMap(\.self))
    }
}
