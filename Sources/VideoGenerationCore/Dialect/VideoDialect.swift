/// A wire format: a pure mapping between this package's values and HTTP messages.
///
/// A dialect turns a request into an ``HTTPRequest``, and an ``HTTPResponse`` into a value or a ``VideoError``. It does
/// not wait, retry, follow redirects, read the clock, use the disk or see the key. Responses may be hostile: no bytes
/// may make a dialect trap.
///
/// An adapter has to provide the name, the models, the ``reader`` with its tables of status words and error codes, the
/// submit and the poll. Everything else has a default implementation.
/// ```swift
/// struct AcmeDialect: VideoDialect {
///     var name: String { "acme" }
///     var models: [ModelDescription] { [] }
///     var reader: ResponseReader {
///         ResponseReader(statuses: StatusTable(running: ["drawing"], succeeded: ["ready"], failed: ["broken"]))
///     }
///
///     func submitRequest(_ request: VideoRequest, at endpoint: Endpoint) throws -> HTTPRequest {
///         .posting(["prompt": .string(request.prompt)], to: try endpoint.url("jobs"))
///     }
///
///     func statusRequest(for task: RemoteTask, at endpoint: Endpoint) throws -> HTTPRequest {
///         .reading(try endpoint.url("jobs", task.id))
///     }
/// }
/// ```
public protocol VideoDialect: Sendable {
    /// The name in configurations, such as `openai-videos`.
    var name: String { get }
    /// The descriptions of the known models, with the day on which they were read.
    var models: [ModelDescription] { get }
    /// Whether a request for a model that is not in ``models`` is sent without checks. If false, it is refused.
    var acceptsOtherModels: Bool { get }
    /// The model that is used if neither the request nor the configuration names one.
    var defaultModel: String? { get }
    /// The sources that a request can start from besides a prompt and pictures: `.template`, `.video`, both or neither.
    /// A request with another source is refused before ``submitRequest(_:at:)``, because omitting the source would buy
    /// a different video.
    var sources: Set<GenerationMode> { get }
    /// Whether the API has a list of tasks.
    var canList: Bool { get }
    /// Whether the API can cancel or delete a task.
    var canCancel: Bool { get }
    /// Whether the request to cancel also deletes a finished task and its video. The client then sends it only if the
    /// caller discards the task, because a video may be finished between the last poll and the request.
    var cancelDeletesFinished: Bool { get }
    /// Whether the API finds a task by the caller's own ID; see ``lookupRequest(for:of:at:)``.
    var canLookUp: Bool { get }
    /// The field of a submit that carries the caller's own ID of the task; nil if the API has none.
    var ownIDField: OwnIDField? { get }
    /// The longest time for the response to a submit. Longer than the default of 120 s only for an API that makes the
    /// video before it responds.
    var submitTimeout: Duration { get }
    /// The price of each request for the links; nil if it is free.
    var fileFee: Price? { get }
    /// The status words with which a provider says that an accepted task waits because the account is at its limit, such
    /// as Runway's `THROTTLED`, spelled as the provider spells them.
    var throttledStatuses: Set<String> { get }
    /// The reader of responses, with the tables of this API.
    var reader: ResponseReader { get }

    /// Returns the authorizer of requests with a key.
    func authorizer(for key: Secret) -> any RequestAuthorizer
    /// Returns the origins besides the endpoint's own to which requests are sent.
    func trustedOrigins(for endpoint: Endpoint) -> [TrustedOrigin]
    /// Returns the documented limits of an account at an endpoint. A provider's configuration can replace each of them.
    /// The limits of a vendor do not apply to a relay or a simulator that has the vendor's format.
    func limits(at endpoint: Endpoint) -> SubmitLimits
    /// Returns the size of the largest response that is read, in bytes.
    ///
    /// The client reads the response to a submit up to 1 GiB in any case: it may contain the only copy of the video. If it is above 1 MiB, the long strings of the response are not kept in memory; see ``InlineContent``. The rest of
    /// the response must fit into 1 MiB, and the whole into 1 GiB.
    func responseLimit(for operation: DialectOperation) -> Int

    /// Returns the next step of the upload of an input, before the submit. Files are already loaded.
    ///
    /// An upload buys nothing and is repeated after a failure. Before the first step, ``submitRequest(_:at:)`` is called
    /// with a note in the place of the inputs to upload, so that a request that it refuses uploads nothing.
    /// - Parameters:
    ///   - input: The picture, video or audio.
    ///   - responses: The responses to the steps so far, each with a 2xx status; at most 8.
    ///   - endpoint: The address of the API.
    /// - Throws: ``VideoError``. Nothing was bought.
    func uploadStep(for input: MediaInput, after responses: [HTTPResponse], at endpoint: Endpoint) throws -> UploadStep
    /// Returns the next step of the upload of an input, for an API whose place for a file depends on the request, such as on
    /// its model. Implement one of the two functions. The default implementation ignores the request.
    /// - Throws: ``VideoError``. Nothing was bought.
    func uploadStep(
        for input: MediaInput,
        of request: VideoRequest,
        after responses: [HTTPResponse],
        at endpoint: Endpoint
    ) throws -> UploadStep

    /// Returns the submit. Files are already loaded, so no picture is a ``MediaInput/Source/file(_:)``.
    /// - Throws: ``VideoError`` with code `invalidRequest` if the API has no field for a part of the request.
    func submitRequest(_ request: VideoRequest, at endpoint: Endpoint) throws -> HTTPRequest
    /// Returns the facts that a response to a submit proves. They alone decide whether the video was bought. Implement
    /// this only for an API whose format is not JSON.
    func evidence(in response: HTTPResponse, at endpoint: Endpoint) -> SubmitEvidence
    /// Returns the task that a submit created, which is usually queued.
    /// - Throws: ``VideoError`` with the error in the response. It informs the user, and does not decide whether the
    ///   video was bought; see ``evidence(in:at:)``.
    func submitted(_ response: HTTPResponse, of request: VideoRequest, at endpoint: Endpoint) throws
        -> TaskSnapshot

    /// Returns the ``RemoteTask/kind`` of a request's task, for an API whose polls depend on it. A task that is adopted by
    /// its ID alone gets it too.
    func kind(of request: VideoRequest) -> String?
    /// Returns the poll of a task.
    func statusRequest(for task: RemoteTask, at endpoint: Endpoint) throws -> HTTPRequest
    /// Returns the state of a task from the response to a poll. A failed task is a snapshot with a failure, not a thrown
    /// error.
    func snapshot(_ response: HTTPResponse, of task: RemoteTask, at endpoint: Endpoint) throws -> TaskSnapshot

    /// Returns the request for the links of a finished task.
    /// - Returns: nil if the response to the poll contains the links, or if the API has a content route.
    func fileRequest(for task: RemoteTask, at endpoint: Endpoint) throws -> HTTPRequest?
    /// Returns the outputs in the response to ``fileRequest(for:at:)``.
    func outputs(_ response: HTTPResponse, of task: RemoteTask, at endpoint: Endpoint) throws -> [VideoOutput]
    /// Returns the link to an object in a bucket, such as `gs://bucket/video.mp4`; nil if the API cannot reach it.
    func bucketLink(_ uri: String, at endpoint: Endpoint) throws -> HTTPURL?

    /// Returns the meaning of a response that a link returned instead of a video: JSON with another link, a task that
    /// is still running, or an error.
    func content(_ response: HTTPResponse, of output: VideoOutput, at endpoint: Endpoint) throws -> TaskSnapshot

    /// Returns the request to cancel a task; nil if the API has none.
    func cancelRequest(for task: RemoteTask, at endpoint: Endpoint) throws -> HTTPRequest?
    /// Returns the result of the request to cancel.
    func cancellation(_ response: HTTPResponse, of task: RemoteTask) throws -> Cancellation

    /// Returns the request for a page of tasks; nil if the API has no list.
    func listRequest(_ listing: TaskListing, at endpoint: Endpoint) throws -> HTTPRequest?
    /// Returns the tasks in the response to the request for a page.
    func page(_ response: HTTPResponse, of listing: TaskListing, at endpoint: Endpoint) throws -> TaskPage

    /// Returns the request for the task that was submitted with an ID of the caller; nil if the API cannot find it so.
    func lookupRequest(for ownID: String, of request: VideoRequest, at endpoint: Endpoint) throws -> HTTPRequest?
    /// Returns the tasks in the response to ``lookupRequest(for:of:at:)``, each with its ``TaskSnapshot/ownID``. The
    /// client adopts a task only if it is the only one and has the ID.
    func found(
        _ response: HTTPResponse,
        for ownID: String,
        of request: VideoRequest,
        at endpoint: Endpoint
    ) throws -> [TaskSnapshot]

    /// Returns the request for the provider's own list of its models; nil if the API has none.
    func modelListRequest(at endpoint: Endpoint) throws -> HTTPRequest?
    /// Returns the models in the response to ``modelListRequest(at:)``. A description or a price without a day gets the
    /// day of the request.
    /// - Throws: ``VideoError`` if the response contains no list.
    func models(_ response: HTTPResponse, at endpoint: Endpoint) throws -> [ModelDescription]
}

extension VideoDialect {
    /// The default implementation returns `true`.
    public var acceptsOtherModels: Bool { true }
    /// The default implementation returns `nil`.
    public var defaultModel: String? { nil }
    /// The default implementation returns an empty set.
    public var sources: Set<GenerationMode> { [] }
    /// The default implementation returns `false`.
    public var canList: Bool { false }
    /// The default implementation returns `false`.
    public var canCancel: Bool { false }
    /// The default implementation returns `false`.
    public var cancelDeletesFinished: Bool { false }
    /// The default implementation returns `false`.
    public var canLookUp: Bool { false }
    /// The default implementation returns `nil`.
    public var ownIDField: OwnIDField? { nil }
    /// The default implementation returns 120 seconds.
    public var submitTimeout: Duration { .seconds(120) }
    /// The default implementation returns `nil`.
    public var fileFee: Price? { nil }
    /// The default implementation returns an empty set.
    public var throttledStatuses: Set<String> { [] }

    /// The default implementation sends `Authorization: Bearer KEY`.
    public func authorizer(for key: Secret) -> any RequestAuthorizer { KeyAuthorizer(key) }

    /// The default implementation returns an empty array.
    public func trustedOrigins(for endpoint: Endpoint) -> [TrustedOrigin] { [] }

    /// The default implementation returns no limits.
    public func limits(at endpoint: Endpoint) -> SubmitLimits { SubmitLimits() }

    /// The default implementation returns 1 MiB.
    public func responseLimit(for operation: DialectOperation) -> Int { 1 << 20 }

    /// The default implementation returns ``UploadStep/inline``.
    public func uploadStep(for input: MediaInput, after responses: [HTTPResponse], at endpoint: Endpoint) throws
        -> UploadStep
    { .inline }

    /// The default implementation ignores the request.
    public func uploadStep(
        for input: MediaInput,
        of request: VideoRequest,
        after responses: [HTTPResponse],
        at endpoint: Endpoint
    ) throws -> UploadStep { try uploadStep(for: input, after: responses, at: endpoint) }

    /// The default implementation reads the places that the reader's ``ResponseRules`` declare.
    public func evidence(in response: HTTPResponse, at endpoint: Endpoint) -> SubmitEvidence {
        reader.evidence(in: response, at: endpoint)
    }

    /// The default implementation uses ``reader``.
    public func submitted(_ response: HTTPResponse, of request: VideoRequest, at endpoint: Endpoint) throws
        -> TaskSnapshot
    { try reader.submitted(response, at: endpoint) }

    /// The default implementation uses ``reader``. A success without a link is accepted if ``fileRequest(for:at:)``
    /// returns a request.
    public func snapshot(_ response: HTTPResponse, of task: RemoteTask, at endpoint: Endpoint) throws
        -> TaskSnapshot
    {
        var snapshot = try reader.status(response, of: task, at: endpoint)
        if snapshot.doubt == .withoutOutput, snapshot.failure?.code == .outputMissing,
            try fileRequest(for: snapshot.remote, at: endpoint) != nil
        {
            snapshot.state = .succeeded
            snapshot.doubt = nil
            snapshot.failure = nil
        }
        return snapshot
    }

    /// The default implementation returns `nil`.
    public func kind(of request: VideoRequest) -> String? { nil }

    /// The default implementation returns `nil`.
    public func fileRequest(for task: RemoteTask, at endpoint: Endpoint) throws -> HTTPRequest? { nil }

    /// The default implementation reads the response like the response to a poll, and searches it for links if it states
    /// no status.
    public func outputs(_ response: HTTPResponse, of task: RemoteTask, at endpoint: Endpoint) throws -> [VideoOutput] {
        let snapshot = try snapshot(response, of: task, at: endpoint)
        if snapshot.outputs.isEmpty, let failure = snapshot.failure { throw failure }
        return snapshot.outputs.isEmpty ? try reader.results(response, at: endpoint) : snapshot.outputs
    }

    /// The default implementation returns `nil`.
    public func bucketLink(_ uri: String, at endpoint: Endpoint) throws -> HTTPURL? { nil }

    /// The default implementation uses ``reader``.
    public func content(_ response: HTTPResponse, of output: VideoOutput, at endpoint: Endpoint) throws
        -> TaskSnapshot
    { try reader.content(response, of: output, at: endpoint) }

    /// The default implementation returns `nil`.
    public func cancelRequest(for task: RemoteTask, at endpoint: Endpoint) throws -> HTTPRequest? { nil }

    /// The default implementation uses ``reader``.
    public func cancellation(_ response: HTTPResponse, of task: RemoteTask) throws -> Cancellation {
        try reader.cancellation(response)
    }

    /// The default implementation returns `nil`.
    public func listRequest(_ listing: TaskListing, at endpoint: Endpoint) throws -> HTTPRequest? { nil }

    /// The default implementation reads the tasks under `data`, without a next page.
    public func page(_ response: HTTPResponse, of listing: TaskListing, at endpoint: Endpoint) throws -> TaskPage {
        TaskPage(try reader.list(response, at: endpoint))
    }

    /// The default implementation returns `nil`.
    public func lookupRequest(for ownID: String, of request: VideoRequest, at endpoint: Endpoint) throws -> HTTPRequest?
    {
        nil
    }

    /// The default implementation reads a list of tasks, or a single task as in the response to a poll. A task that the
    /// API does not know is an empty array.
    public func found(
        _ response: HTTPResponse,
        for ownID: String,
        of request: VideoRequest,
        at endpoint: Endpoint
    ) throws -> [TaskSnapshot] { try reader.found(response, at: endpoint) }

    /// The default implementation returns `nil`.
    public func modelListRequest(at endpoint: Endpoint) throws -> HTTPRequest? { nil }

    /// The default implementation throws `unsupported`.
    public func models(_ response: HTTPResponse, at endpoint: Endpoint) throws -> [ModelDescription] {
        throw VideoError(.unsupported, "The dialect \(name) has no list of models.")
    }
}
