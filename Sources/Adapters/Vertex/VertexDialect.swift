public import VideoGenerationCore

/// Vertex AI with the Veo models: `vertex`. Google's newer name is Gemini Enterprise Agent Platform.
///
/// A task is a long-running operation, whose name is its ID. A poll is a POST. The video is in the response in base64, or
/// in a bucket of the user. The key is the path of a service account's key file, or an access token.
///
/// The base URL contains the project and the location:
/// `https://us-central1-aiplatform.googleapis.com/v1/projects/my-project/locations/us-central1`.
public struct VertexDialect: VideoDialect {
    static let defaultModel = "veo-3.1-lite-generate-001"
    private static let storageHost = "https://storage.googleapis.com"

    /// The folder in a bucket for the videos, such as `gs://my-bucket/videos`; nil to get them in the response.
    public let storage: String?

    /// Creates the dialect.
    /// - Parameter storage: The folder in a bucket for the videos; nil to get them in the response, as tens of megabytes of
    ///   base64.
    public init(storage: String? = nil) { self.storage = storage }

    /// The name of the dialect, `vertex`.
    public var name: String { "vertex" }
    /// The descriptions of the Veo models.
    public var models: [ModelDescription] { VertexModels.all }
    /// The only Veo model without a known end.
    public var defaultModel: String? { Self.defaultModel }
    /// The sources that a request can start from: a video in a bucket, to extend it.
    public var sources: Set<GenerationMode> { [.video] }

    /// An operation has no status word: it has an error or a response when it is done.
    public var reader: ResponseReader {
        var reader = ResponseReader(
            statuses: StatusTable(),
            idKeys: ["name"],
            rules: ResponseRules(taskIDs: ["name"], codes: ["error.status"], outputs: []),
            keys: ResponseKeys(envelopes: ["response"]),
            keyAdvice: "An access token is valid for an hour. A key file needs the role Vertex AI User in the project."
        )
        reader.state = Self.state(of:)
        reader.outputs = { document, _ in Self.videos(in: document) }
        return reader
    }

    /// Returns an authorizer that sends `Authorization: Bearer TOKEN`. A key that is a path to a key file is exchanged for a
    /// token; every other key is the token.
    public func authorizer(for key: Secret) -> any RequestAuthorizer {
        let isPath = key.withValue {
            $0.hasPrefix("/") || $0.hasPrefix(".") || $0.hasSuffix(".json")
        }
        return isPath ? TokenAuthorizer(keyFile: key, by: ServiceAccount()) : KeyAuthorizer(key)
    }

    /// Returns Google's storage, which gets the token, if the endpoint is Google's as well.
    public func trustedOrigins(for endpoint: Endpoint) -> [TrustedOrigin] {
        guard Self.isGoogle(endpoint) else { return [] }
        return [TrustedOrigin(Self.storageHost, getsKey: true)].compactMap(\.self)
    }

    private static func isGoogle(_ endpoint: Endpoint) -> Bool {
        endpoint.origin.isSecure && endpoint.origin.host.hasSuffix("aiplatform.googleapis.com")
    }

    /// Returns 1 GiB for a poll, which contains up to four videos in base64.
    public func responseLimit(for operation: DialectOperation) -> Int { operation == .status ? 1 << 30 : 1 << 20 }

    /// Returns the submit request: POST `publishers/google/models/{model}:predictLongRunning`.
    /// - Throws: `VideoError` with code `invalidRequest` if the API has no field for a part of the request, or
    ///   `configurationInvalid` if the base URL has no project.
    public func submitRequest(_ request: VideoRequest, at endpoint: Endpoint) throws -> HTTPRequest {
        if Self.isGoogle(endpoint), !endpoint.baseURL.path.contains("/projects/") {
            throw VideoError(
                .configurationInvalid,
                "The base URL names no project.",
                advice: "Nothing was sent. It ends with /v1/projects/PROJECT/locations/LOCATION."
            )
        }
        let hasFrames = request.firstFrame != nil || request.lastFrame != nil
        try request.refuse(request.size != nil, "a size in pixels", by: name)
        try request.refuseVideosAndAudio(by: name)
        try request.refuse(request.lastFrame != nil && request.firstFrame == nil, "a last frame alone", by: name)
        try request.refuse(hasFrames && !request.references.isEmpty, "frames together with references", by: name)
        try request.refuse(
            request.media.contains(where: \.isLink),
            "a link to a picture, only for gs:// URIs",
            by: name
        )
        try refuseSources(of: request)
        let model = request.model ?? Self.defaultModel
        return .posting(
            try VertexBody(request: request, storage: storage).make(),
            to: try endpoint.url(verbatim: "publishers/google/models/\(model):predictLongRunning")
        )
    }

    private func refuseSources(of request: VideoRequest) throws {
        guard let source = request.source else { return }
        try request.refuse(!request.media.isEmpty, "pictures together with an earlier video", by: name)
        switch source {
        case .extend(let uri): try request.refuse(!uri.hasPrefix("gs://"), "a video that is not in a bucket", by: name)
        case .edit: try request.refuse(true, "an edit", by: name)
        case .remix: try request.refuse(true, "a remix", by: name)
        case .template: try request.refuse(true, "a template", by: name)
        }
    }

    /// Returns the poll: POST `publishers/google/models/{model}:fetchPredictOperation` with the name of the operation. It
    /// only reads.
    public func statusRequest(for task: RemoteTask, at endpoint: Endpoint) throws -> HTTPRequest {
        let model = OperationName(task.id)?.model ?? "publishers/google/models/\(task.model ?? Self.defaultModel)"
        return .reading(
            try endpoint.url(verbatim: "\(model):fetchPredictOperation"),
            body: ["operationName": .string(task.id)]
        )
    }

    /// Returns the state of an operation. A video that Google's filters withheld is a rejection of the content, with the
    /// reasons.
    public func snapshot(_ response: HTTPResponse, of task: RemoteTask, at endpoint: Endpoint) throws -> TaskSnapshot {
        let response = Self.naming(task, in: response)
        var snapshot = try reader.status(response, of: task, at: endpoint)
        if snapshot.failure?.code == .contentRejected, let reasons = Self.reasons(in: reader.parse(response)) {
            snapshot.failure?.message = reasons
        }
        return snapshot
    }

    /// Returns the link to an object of a bucket in Google's storage: the JSON API with `alt=media`.
    public func bucketLink(_ uri: String, at endpoint: Endpoint) throws -> HTTPURL? {
        let parts = uri.trimmingPrefix("gs://").split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard uri.hasPrefix("gs://"), parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else { return nil }
        let (bucket, object) = (PercentEncoding.encode(String(parts[0])), PercentEncoding.encode(String(parts[1])))
        return HTTPURL("\(Self.storageHost)/storage/v1/b/\(bucket)/o/\(object)?alt=media")
    }
}

extension MediaInput {
    /// Whether the input is a link. The API reads pictures from its own request or from a bucket.
    fileprivate var isLink: Bool {
        switch source {
        case .url: true
        case .uploaded(let uri): !uri.hasPrefix("gs://")
        case .data, .file, .omitted: false
        }
    }
}
