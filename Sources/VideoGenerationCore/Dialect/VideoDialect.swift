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
    /// The header field of a submit by which the provider recognizes a request that arrives twice, such as
    /// `Idempotency-Key`; nil if the API has none.
    var idempotencyHeader: String? { get }
    /// The price of each request for the links; nil if it is free.
    var fileFee: Price? { get }
    /// The reader of responses, with the tables of this API.
    var reader: ResponseReader { get }

    /// Returns the submit. Files are already loaded, so no picture is a ``MediaInput/file(_:)``.
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
    /// The default implementation returns `nil`.
    public var idempotencyHeader: String? { nil }
    /// The default implementation returns `nil`.
    public var fileFee: Price? { nil }

    /// The default implementation reads the places that the reader's ``ResponseRules`` declare.
    public func evidence(in response: HTTPResponse, at endpoint: Endpoint) -> SubmitEvidence {
        reader.evidence(in: response, at: endpoint)
    }

    /// The default implementation uses ``reader``.
    public func submitted(_ response: HTTPResponse, of request: VideoRequest, at endpoint: Endpoint) throws
        -> TaskSnapshot
    { try reader.submitted(response, at: endpoint) }

    /// The default implementation uses ``reader``.
    public func snapshot(_ response: HTTPResponse, of task: RemoteTask, at endpoint: Endpoint) throws
        -> TaskSnapshot
    { try reader.status(response, of: task, at: endpoint) }

    /// The default implementation returns `nil`.
    public func fileRequest(for task: RemoteTask, at endpoint: Endpoint) throws -> HTTPRequest? { nil }

    /// The default implementation reads the response like the response to a poll.
    public func outputs(_ response: HTTPResponse, of task: RemoteTask, at endpoint: Endpoint) throws -> [VideoOutput] {
        try snapshot(response, of: task, at: endpoint).outputs
    }

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
}
