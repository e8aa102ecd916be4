public import VideoGenerationCore

/// Runway's API, with its own models and those of other vendors: `runway`.
///
/// Every request carries the version of the API in `X-Runway-Version`. The path of a submit depends on the input: text,
/// a picture or a video. The response to a poll has the links and, at the end, the charge in credits.
public struct RunwayDialect: VideoDialect {
    static let modelOfText = "gen4.5"
    static let modelOfVideo = "aleph2"
    /// The only version that the package `runwayml` 5.24.0 knows.
    private static let version = "2024-11-06"
    /// The limit of a data URI, which is applied to its whole text: the documentation does not say whether it means the
    /// text or the file.
    private static let longestDataURI = 5_000_000
    /// The documentation asks for no more than one poll in five seconds.
    private static let pollInterval: Duration = .seconds(5)

    /// Creates the dialect, which has no options.
    public init() {}

    /// The name of the dialect, `runway`.
    public var name: String { "runway" }
    /// The models that the package `runwayml` names. A newer model gets the fields of most of them.
    public var models: [ModelDescription] { RunwayModels.all.map(\.description) }
    /// Runway's own newest model from text or a picture.
    public var defaultModel: String? { Self.modelOfText }
    /// The sources that a request can start from: a video, by its link or its `runway://` URI.
    public var sources: Set<GenerationMode> { [.video] }
    /// Always true: DELETE cancels a running task, without a refund.
    public var canCancel: Bool { true }
    /// Always true: DELETE on a finished task removes the video.
    public var cancelDeletesFinished: Bool { true }
    /// The word of a task that was accepted above the account's limit of tasks in flight: Runway holds it back itself.
    public var throttledStatuses: Set<String> { ["THROTTLED"] }

    /// Runway's tables. A failed task has its code in `failureCode`, such as `SAFETY.INPUT.TEXT`.
    public var reader: ResponseReader {
        var reader = ResponseReader(
            statuses: StatusTable(
                queued: ["PENDING", "THROTTLED"],
                running: ["RUNNING"],
                succeeded: ["SUCCEEDED"],
                failed: ["FAILED"],
                cancelled: ["CANCELLED"]
            ),
            idKeys: ["id"],
            rules: ResponseRules(taskIDs: ["id"], codes: [], outputs: [], pollsNameTask: true)
        )
        reader.charge = { document in
            guard let credits = document.first("cost")?["credits"]?.decimal else { return nil }
            // The price of a credit, from the price map of litellm 1.110.2.
            return Charge(credits, "credits", rate: Money(cents: 1), readOn: RunwayModels.readOn)
        }
        return reader
    }

    /// Returns the submit request: POST `/v1/text_to_video`, `/v1/image_to_video` or `/v1/video_to_video`.
    /// - Throws: `VideoError` with code `invalidRequest` if the model has no field for a part of the request.
    public func submitRequest(_ request: VideoRequest, at endpoint: Endpoint) throws -> HTTPRequest {
        let body = try RunwayBody(request)
        return versioned(.posting(body.json, to: try endpoint.url("v1", body.path)))
    }

    /// Returns the task that a submit created, to be polled after five seconds.
    public func submitted(_ response: HTTPResponse, of request: VideoRequest, at endpoint: Endpoint) throws
        -> TaskSnapshot
    { paced(try reader.submitted(response, at: endpoint)) }

    /// Returns the poll: GET `/v1/tasks/{id}`.
    public func statusRequest(for task: RemoteTask, at endpoint: Endpoint) throws -> HTTPRequest {
        versioned(.reading(try endpoint.url("v1", "tasks", task.id)))
    }

    /// Returns the state of a task, to be polled again after five seconds.
    public func snapshot(_ response: HTTPResponse, of task: RemoteTask, at endpoint: Endpoint) throws -> TaskSnapshot {
        paced(try reader.status(response, of: task, at: endpoint))
    }

    /// Returns the request to cancel or delete a task: DELETE `/v1/tasks/{id}`.
    public func cancelRequest(for task: RemoteTask, at endpoint: Endpoint) throws -> HTTPRequest? {
        versioned(.deleting(try endpoint.url("v1", "tasks", task.id)))
    }

    /// Returns the next step of an upload: a file whose data URI is longer than 5 MB is posted to `/v1/uploads`, and
    /// then as a form to the store that the response names.
    public func uploadStep(for input: MediaInput, after responses: [HTTPResponse], at endpoint: Endpoint) throws
        -> UploadStep
    {
        guard case .data(let data, let type) = input.source, Self.length(ofDataURIOf: data, type) > Self.longestDataURI
        else { return .inline }
        guard let first = responses.first else {
            let body: JSONObject = ["filename": .string("input.\(type.fileExtension)"), "type": "ephemeral"]
            return .send(versioned(.posting(body, to: try endpoint.url("v1", "uploads"))))
        }
        let started = reader.parse(first).json
        guard let uri = started?["runwayUri"]?.text, uri.hasPrefix("runway://"),
            let target = started?["uploadUrl"]?.text.flatMap({ HTTPURL($0) }),
            target.origin.isSecure || target.origin == endpoint.origin
        else {
            throw VideoError(.malformedResponse, "Runway names no place for the upload.", advice: "Nothing was bought.")
        }
        if responses.count > 1 { return .done(uri) }
        var form = MultipartForm()
        for field in started?["fields"]?.object ?? [:] {
            if case .string(let value) = field.value { form.add(field.key, value) }
        }
        // A store ignores the fields after the file.
        form.add("file", picture: data, type)
        return .send(.posting(form, to: target))
    }

    private static func length(ofDataURIOf data: Data, _ type: MediaInput.MediaType) -> Int {
        (data.count + 2) / 3 * 4 + type.rawValue.utf8.count + "data:;base64,".utf8.count
    }

    private func versioned(_ request: HTTPRequest) -> HTTPRequest {
        var request = request
        request.fields["X-Runway-Version"] = Self.version
        return request
    }

    private func paced(_ snapshot: TaskSnapshot) -> TaskSnapshot {
        var snapshot = snapshot
        snapshot.pollAfter = max(snapshot.pollAfter ?? .zero, Self.pollInterval)
        return snapshot
    }
}
