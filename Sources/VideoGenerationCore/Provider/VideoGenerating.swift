/// A provider of videos: one HTTP exchange for each verb.
///
/// A provider does not wait, retry or write to disk. `VideoClient` builds `generate`, `updates`, `save` and `resume` on
/// these verbs, in the same way for every provider.
///
/// ### Write a dialect
///
/// Most backends speak HTTP and JSON. For such a backend, write a ``VideoDialect``, which is a pure mapping, and create
/// a ``DialectProvider`` with it. That type attaches the key, sends the requests, and decides by proof whether a video
/// was bought. A dialect needs no network in its tests.
///
/// ### Conform directly
///
/// Conform to this protocol for a provider that wraps others: one that chooses between accounts, counts submits, or
/// adds a header field. Such a provider has to keep three promises, which `ProviderConformance` in
/// VideoGenerationTesting checks:
///
/// - ``submit(_:in:)`` sends exactly one POST. It throws `outcomeUnknown` unless the response proves that the provider
///   accepted or refused the task.
/// - Every request is sent with the context's ``ExchangeContext/transport``, within its ``ExchangeContext/timeLimit``.
/// - The key is sent to its own origin only; see ``Credential/authorizing(_:at:)``.
///
/// ```swift
/// struct CountingProvider: VideoGenerating {
///     let base: any VideoGenerating
///     let counter: SubmitCounter
///
///     var info: ProviderInfo { base.info }
///     var credential: Credential? { base.credential }
///
///     func prepare(_ request: VideoRequest, in context: ExchangeContext) async throws -> VideoRequest {
///         try await base.prepare(request, in: context)
///     }
///
///     func submit(_ request: VideoRequest, in context: ExchangeContext) async throws -> TaskSnapshot {
///         await counter.increment()
///         return try await base.submit(request, in: context)
///     }
///
///     func status(of task: RemoteTask, in context: ExchangeContext) async throws -> TaskSnapshot {
///         try await base.status(of: task, in: context)
///     }
///
///     func outputs(of task: RemoteTask, in context: ExchangeContext) async throws -> [VideoOutput] {
///         try await base.outputs(of: task, in: context)
///     }
/// }
/// ```
public protocol VideoGenerating: Sendable {
    /// The provider's ID, its address, and the capabilities of its models.
    var info: ProviderInfo { get }

    /// The key for links with ``VideoOutput/needsCredential``, bound to its origin; nil if the provider needs none.
    var credential: Credential? { get }

    /// Returns the request that ``submit(_:in:)`` would send, without the key. Nothing is sent or uploaded.
    /// - Throws: ``VideoError``; code `invalidRequest` if the request does not fit the model, `unsupported` if the
    ///   provider cannot show its requests.
    func preview(_ request: VideoRequest) throws -> HTTPRequest

    /// Uploads the inputs of a request that the provider does not accept in the body of a submit. It buys nothing, and
    /// can be repeated. The client calls it before it records the submit.
    /// - Returns: The request with the provider's own IDs or URIs in place of the inputs' bytes.
    /// - Throws: ``VideoError`` whose ``VideoError/purchase`` is `none`; `CancellationError`.
    func prepare(_ request: VideoRequest, in context: ExchangeContext) async throws -> VideoRequest

    /// Submits one task with exactly one POST.
    /// - Throws: ``VideoError``. Code `notSent` proves that nothing was sent; `outcomeUnknown` means that the video may
    ///   have been bought; every other code means that the provider refused the request. A cancelled submit
    ///   throws one of the first two codes, not `CancellationError`.
    func submit(_ request: VideoRequest, in context: ExchangeContext) async throws -> TaskSnapshot

    /// Sends one free GET before the first submit to an endpoint, so that a wrong base URL is found before a task is
    /// submitted there.
    /// - Throws: ``VideoError`` with code `configurationInvalid` if the response is a web page instead of JSON;
    ///   `CancellationError`. Every other response, and a missing one, does not prevent a submit.
    func checkEndpoint(in context: ExchangeContext) async throws

    /// Returns the reference to a task that is known by its ID and the request that was submitted, to poll it.
    func reference(to id: String, of request: VideoRequest) -> RemoteTask

    /// Fetches a task's current state with one GET.
    /// - Throws: ``VideoError`` if the poll fails. A failed task is returned as a snapshot with a
    ///   ``TaskSnapshot/failure``. `CancellationError` if the Swift task is canceled.
    func status(of task: RemoteTask, in context: ExchangeContext) async throws -> TaskSnapshot

    /// Fetches fresh links to the outputs of a task.
    /// - Throws: ``VideoError``; code `outputMissing` if the task has no video. `CancellationError`.
    func outputs(of task: RemoteTask, in context: ExchangeContext) async throws -> [VideoOutput]

    /// Returns the URL at which the API itself serves a finished task's video, used if no link works; nil if the API
    /// has none.
    func contentRoute(of task: RemoteTask) -> VideoOutput?

    /// Reads a response that a link returned instead of a video, such as JSON with another link.
    /// - Returns: The outputs that the response links to; empty if there are none.
    /// - Throws: ``VideoError`` if the response reports an error.
    func outputs(
        fromUnexpectedResponse response: HTTPResponse,
        to output: VideoOutput,
        of task: RemoteTask
    ) throws -> [VideoOutput]

    /// Cancels a task at the provider.
    /// - Returns: The effect. A refusal is returned, not thrown.
    /// - Throws: ``VideoError`` if the request fails; `CancellationError`.
    func cancel(_ task: RemoteTask, in context: ExchangeContext) async throws -> Cancellation

    /// Fetches a page of the provider's tasks. A task whose submit response was lost is found in this list.
    /// - Throws: ``VideoError``; code `unsupported` if the provider has no list. `CancellationError`.
    func list(_ listing: TaskListing, in context: ExchangeContext) async throws -> TaskPage

    /// Finds the tasks that were submitted with an ID of the caller.
    /// - Parameters:
    ///   - ownID: The value of ``ExchangeContext/idempotencyKey`` at the submit.
    ///   - request: The request of the task.
    ///   - context: The facts of the exchange.
    /// - Returns: The tasks; nil if the provider cannot look tasks up.
    /// - Throws: ``VideoError``; `CancellationError`.
    func lookUp(_ ownID: String, of request: VideoRequest, in context: ExchangeContext) async throws -> [TaskSnapshot]?

    /// Fetches the provider's own list of its models, which is newer than the models in ``info``.
    /// - Returns: The models, with the day of the request; nil if the provider has no list.
    /// - Throws: ``VideoError``; `CancellationError`.
    func liveModels(in context: ExchangeContext) async throws -> [ModelDescription]?
}

extension VideoGenerating {
    /// The default implementation returns `nil`.
    public var credential: Credential? { nil }

    /// The default implementation throws `unsupported`.
    public func preview(_ request: VideoRequest) throws -> HTTPRequest {
        throw VideoError(.unsupported, "\(info.id) cannot show the requests that it sends.", provider: info.id)
    }

    /// The default implementation returns the request as it is.
    public func prepare(_ request: VideoRequest, in context: ExchangeContext) async throws -> VideoRequest { request }

    /// The default implementation returns the ID and the model of the request.
    public func reference(to id: String, of request: VideoRequest) -> RemoteTask {
        RemoteTask(id: id, model: request.model)
    }

    /// The default implementation sends nothing.
    public func checkEndpoint(in context: ExchangeContext) async throws {}

    /// The default implementation returns `nil`.
    public func contentRoute(of task: RemoteTask) -> VideoOutput? { nil }

    /// The default implementation returns an empty array.
    public func outputs(
        fromUnexpectedResponse response: HTTPResponse,
        to output: VideoOutput,
        of task: RemoteTask
    ) throws -> [VideoOutput] { [] }

    /// The default implementation returns ``Cancellation/unsupported``.
    public func cancel(_ task: RemoteTask, in context: ExchangeContext) async throws -> Cancellation { .unsupported }

    /// The default implementation throws `unsupported`.
    public func list(_ listing: TaskListing, in context: ExchangeContext) async throws -> TaskPage {
        throw VideoError(.unsupported, "\(info.id) has no list of tasks.")
    }

    /// The default implementation returns `nil`.
    public func lookUp(_ ownID: String, of request: VideoRequest, in context: ExchangeContext) async throws
        -> [TaskSnapshot]?
    { nil }

    /// The default implementation returns `nil`.
    public func liveModels(in context: ExchangeContext) async throws -> [ModelDescription]? { nil }
}
