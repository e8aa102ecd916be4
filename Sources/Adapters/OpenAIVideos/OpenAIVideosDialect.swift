public import VideoGenerationCore

/// The OpenAI style, `/v1/videos`: relays, LiteLLM, sglang, vLLM-Omni, OpenRouter, DeepInfra and others.
///
/// OpenAI's own service ended; the format lives on in its clones, which agree on the paths and on little
/// else. The video is behind `/content`, or behind a link wherever the clone puts it.
public struct OpenAIVideosDialect: VideoDialect {
    /// How a video is ordered: some servers parse only JSON, some only forms.
    public enum Create: String, Sendable, Hashable, CaseIterable {
        /// A form where a picture's bytes go along, JSON otherwise.
        case auto
        /// Always JSON, a picture as a data URL.
        case json
        /// Always a form.
        case multipart
    }

    /// How a server calls the URL of a picture.
    public enum PictureField: String, Sendable, Hashable, CaseIterable {
        /// OpenAI and the relays: `input_reference.image_url`.
        case inputReference = "input_reference"
        /// sglang: `reference_url`.
        case referenceURL = "reference_url"
        /// vLLM-Omni: `image_reference.image_url`.
        case imageReference = "image_reference"

        static let names = "input_reference, reference_url (sglang) or image_reference (vLLM-Omni)"
    }

    /// How a video is ordered.
    public let create: Create
    /// How the server calls the URL of a picture. Where it is nil, JSON says `input_reference`, and a form, in which
    /// a server passes over what it does not know, takes no URL at all.
    public let picture: PictureField?

    /// Makes the dialect.
    public init(create: Create = .auto, picture: PictureField? = nil) {
        self.create = create
        self.picture = picture
    }

    /// `openai-videos`
    public var name: String { "openai-videos" }
    /// The relays' veo names and OpenAI's; every other name is sent on.
    public var models: [ModelDescription] { ModelCatalog.veo + ModelCatalog.sora }
    /// Earlier videos: to remix, edit or continue.
    public var sources: Set<GenerationMode> { [.video] }
    /// Yes, though clones that lack it answer 404.
    public var canList: Bool { true }
    /// By DELETE, which OpenAI allows for finished tasks only and vLLM-Omni for running ones, too.
    public var canCancel: Bool { true }
    /// DELETE removes a finished video.
    public var cancelDeletesFinished: Bool { true }
    /// The relays' tables, and the content route for a finished task without a link.
    public var reader: ResponseReader {
        ResponseReader(
            statuses: .relays,
            idKeys: ["id", "task_id", "video_id"],
            rules: ResponseRules([.noChannel]),
            contentLink: { task, endpoint in try endpoint.url("videos", task.id, "content") }
        )
    }

    /// POST `/videos`, `/videos/{id}/remix`, `/videos/edits` or `/videos/extensions`.
    public func submitRequest(_ request: VideoRequest, at endpoint: Endpoint) throws -> HTTPRequest {
        let url =
            switch request.source {
            case .remix(let id): try endpoint.url("videos", id, "remix")
            case .edit: try endpoint.url("videos", "edits")
            case .extend: try endpoint.url("videos", "extensions")
            case .template, nil: try endpoint.url("videos")
            }
        if picture == .referenceURL || picture == .imageReference {
            try request.refuse(request.pictures.count > 1, "more than one picture", by: name)
        }
        let body = CreateBody(request: request, picture: picture)
        return sendsForm(request) ? .posting(try body.form(), to: url) : .posting(try body.json(), to: url)
    }

    /// What ``reader`` finds; a server that wanted a form where JSON was sent, or JSON, is named as one.
    public func submitted(_ response: HTTPResponse, of request: VideoRequest, at endpoint: Endpoint) throws
        -> TaskSnapshot
    {
        do { return try reader.submitted(response, at: endpoint) } catch var error as VideoError {
            if let wanted = Create(wantedBy: response, isForm: sendsForm(request)) {
                error.message += " " + wanted.wish
            }
            throw error
        }
    }

    private func sendsForm(_ request: VideoRequest) -> Bool {
        switch create {
        case .multipart: true
        case .json: false
        case .auto: request.pictures.contains { if case .url = $0 { false } else { true } }
        }
    }

    /// GET `/videos/{id}`, or where the answer said to ask.
    public func statusRequest(for task: RemoteTask, at endpoint: Endpoint) throws -> HTTPRequest {
        if let text = task.pollingURL, let url = endpoint.baseURL.resolving(text), url.origin == endpoint.origin {
            return .reading(url)
        }
        return .reading(try endpoint.url("videos", task.id))
    }

    /// DELETE `/videos/{id}`.
    public func cancelRequest(for task: RemoteTask, at endpoint: Endpoint) throws -> HTTPRequest? {
        .deleting(try endpoint.url("videos", task.id))
    }

    /// GET `/videos?limit=&after=`.
    public func listRequest(_ listing: TaskListing, at endpoint: Endpoint) throws -> HTTPRequest? {
        var query = [("limit", "\(min(max(listing.limit, 1), 100))")]
        if let after = listing.after { query.append(("after", after)) }
        return .reading(try endpoint.url("videos", query: query))
    }

    /// The tasks under `data`; another page only where `has_more` says so.
    public func page(_ response: HTTPResponse, of listing: TaskListing, at endpoint: Endpoint) throws -> TaskPage {
        let tasks = try reader.list(response, at: endpoint)
        let json = ResponseDocument(response).json
        guard json?["has_more"]?.bool == true else { return TaskPage(tasks) }
        let next = json?["last_id"]?.identifier ?? tasks.last?.remote.id
        return TaskPage(tasks, next: next == listing.after ? nil : next)
    }

    /// A finished task's bytes: the video, a still or a sheet of stills.
    public func content(_ kind: VideoAsset.Kind, of task: RemoteTask, at endpoint: Endpoint) throws -> VideoAsset {
        let query = kind == .video ? [] : [("variant", kind.rawValue)]
        let link = try endpoint.url("videos", task.id, "content", query: query)
        return VideoAsset(link, kind: kind, needsCredential: true)
    }
}
