public import VideoGenerationCore

/// The OpenAI style, `/v1/videos`: relays, LiteLLM, sglang, vLLM-Omni, DeepInfra and others.
///
/// OpenAI shut down its own service. The format continues in its clones, which agree on the paths and on little else.
/// The video is at `/content`, or at a link whose place in the response depends on the clone.
public struct OpenAIVideosDialect: VideoDialect {
    /// The format of a submit. Some servers parse only JSON, some only forms.
    public enum Create: String, Sendable, Hashable, CaseIterable {
        /// A form if a picture is sent as bytes, JSON otherwise.
        case auto
        /// Always JSON, with a picture as a data URL.
        case json
        /// Always a form.
        case multipart
    }

    /// The name of the field for a picture's URL, which depends on the server.
    public enum PictureField: String, Sendable, Hashable, CaseIterable {
        /// The field of OpenAI and the relays: `input_reference.image_url`.
        case inputReference = "input_reference"
        /// The field of sglang: `reference_url`.
        case referenceURL = "reference_url"
        /// The field of vLLM-Omni: `image_reference.image_url`.
        case imageReference = "image_reference"

        static let names = "input_reference, reference_url (sglang) or image_reference (vLLM-Omni)"
    }

    /// The format of a submit.
    public let create: Create
    /// The name of the field for a picture's URL. If nil, JSON uses `input_reference`. A form then rejects URLs,
    /// because a server silently ignores unknown fields in a form.
    public let picture: PictureField?

    /// Creates the dialect.
    /// - Parameters:
    ///   - create: the format of a submit.
    ///   - picture: the name of the field for a picture's URL; nil if it is unknown.
    public init(create: Create = .auto, picture: PictureField? = nil) {
        self.create = create
        self.picture = picture
    }

    /// The name of the dialect, `openai-videos`.
    public var name: String { "openai-videos" }
    /// The relays' veo models and OpenAI's models. Other names are sent as they are.
    public var models: [ModelDescription] { ModelCatalog.veo + ModelCatalog.sora }
    /// The sources that a request can start from: earlier videos, to remix, edit or extend.
    public var sources: Set<GenerationMode> { [.video] }
    /// Always true, although clones without a list respond with 404.
    public var canList: Bool { true }
    /// Always true, by DELETE. OpenAI allows it for finished tasks only, vLLM-Omni for running tasks as well.
    public var canCancel: Bool { true }
    /// Always true: DELETE on a finished task removes the video.
    public var cancelDeletesFinished: Bool { true }
    /// The relays' tables of statuses and errors, and the content endpoint for a finished task without a link.
    public var reader: ResponseReader {
        ResponseReader(
            statuses: .relays,
            idKeys: ["id", "task_id", "video_id"],
            rules: ResponseRules([.noChannel]),
            contentLink: { task, endpoint in try endpoint.url("videos", task.id, "content") }
        )
    }

    /// Returns the submit request: POST `/videos`, `/videos/{id}/remix`, `/videos/edits` or `/videos/extensions`.
    /// - Throws: `VideoError` if the server has no field for a part of the request.
    public func submitRequest(_ request: VideoRequest, at endpoint: Endpoint) throws -> HTTPRequest {
        let url =
            switch request.source {
            case .remix(let id): try endpoint.url("videos", id, "remix")
            case .edit: try endpoint.url("videos", "edits")
            case .extend: try endpoint.url("videos", "extensions")
            case .template, nil: try endpoint.url("videos")
            }
        try request.refuseVideosAndAudio(by: name)
        if picture == .referenceURL || picture == .imageReference {
            try request.refuse(request.pictures.count > 1, "more than one picture", by: name)
        }
        let body = CreateBody(request: request, picture: picture)
        return sendsForm(request) ? .posting(try body.form(), to: url) : .posting(try body.json(), to: url)
    }

    /// Returns the task in the response to a submit. If the server rejects a form or JSON, the error recommends the
    /// other format.
    public func submitted(_ response: HTTPResponse, of request: VideoRequest, at endpoint: Endpoint) throws
        -> TaskSnapshot
    {
        do { return try reader.submitted(response, at: endpoint) } catch var error as VideoError {
            if let wanted = Create(wantedBy: response, isForm: sendsForm(request)) {
                error.message += " " + wanted.advice
            }
            throw error
        }
    }

    private func sendsForm(_ request: VideoRequest) -> Bool {
        switch create {
        case .multipart: true
        case .json: false
        case .auto: request.pictures.contains { if case .url = $0.source { false } else { true } }
        }
    }

    /// Returns the poll: GET `/videos/{id}`, or the polling URL from the response to the submit if it has the same
    /// origin.
    public func statusRequest(for task: RemoteTask, at endpoint: Endpoint) throws -> HTTPRequest {
        if let url = carriedURL(task.pollingURL, at: endpoint) { return .reading(url) }
        return .reading(try endpoint.url("videos", task.id))
    }

    /// Returns the request to cancel or delete a task: DELETE `/videos/{id}`.
    public func cancelRequest(for task: RemoteTask, at endpoint: Endpoint) throws -> HTTPRequest? {
        .deleting(try endpoint.url("videos", task.id))
    }

    /// Returns the request for a list: GET `/videos?limit=&after=`, with a limit of 1 to 100.
    public func listRequest(_ listing: TaskListing, at endpoint: Endpoint) throws -> HTTPRequest? {
        var query = [("limit", "\(min(max(listing.limit, 1), 100))")]
        if let after = listing.after { query.append(("after", after)) }
        return .reading(try endpoint.url("videos", query: query))
    }

    /// Returns the tasks under `data`, with a cursor only if `has_more` is true.
    public func page(_ response: HTTPResponse, of listing: TaskListing, at endpoint: Endpoint) throws -> TaskPage {
        let tasks = try reader.list(response, at: endpoint)
        let json = ResponseDocument(response).json
        guard json?["has_more"]?.bool == true else { return TaskPage(tasks) }
        let next = json?["last_id"]?.identifier ?? tasks.last?.remote.id
        return TaskPage(tasks, next: next == listing.after ? nil : next)
    }

    /// Returns the link to an output of a finished task: the video, a still image or a sheet of still images.
    public func content(_ kind: VideoOutput.Kind, of task: RemoteTask, at endpoint: Endpoint) throws -> VideoOutput {
        let query = kind == .video ? [] : [("variant", kind.rawValue)]
        let link = try endpoint.url("videos", task.id, "content", query: query)
        return VideoOutput(link, kind: kind, needsCredential: true)
    }
}
