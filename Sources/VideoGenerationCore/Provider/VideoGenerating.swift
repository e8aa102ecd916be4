/// What an app sees of a video backend: verbs that each do one HTTP exchange, and no more.
///
/// Nothing here waits, retries, or writes to disk; ``VideoClient`` builds `generate`, `updates`, `save`
/// and `resume` on these verbs, for every provider at once. Write a ``VideoDialect`` and wrap it in
/// ``DialectProvider`` to add a backend that speaks HTTP and JSON; conform directly for a composite.
public protocol VideoGenerating: Sendable {
    /// Who this is, where it lives, and what its models can do.
    var info: ProviderInfo { get }

    /// The key for ``VideoAsset/needsCredential`` links, bound to its origin; nil where there is none.
    var credential: Credential? { get }

    /// Returns the request that ``submit(_:in:)`` would send, without the key.
    /// - Throws: ``VideoError``; code `invalidRequest` if the request does not fit the model, `unsupported` if the
    ///   provider cannot show its requests.
    func preview(_ request: VideoRequest) throws -> HTTPRequest

    /// Buys one video: exactly one POST.
    /// - Throws: ``VideoError``. Code `notSent` proves that nothing left; `outcomeUnknown` means that the
    ///   video may have been bought; every other code is the provider's no.
    func submit(_ request: VideoRequest, in context: ExchangeContext) async throws -> TaskSnapshot

    /// Sends one free read before the first purchase at an endpoint, so that a wrong base URL is found before an order
    /// is sent there.
    /// - Throws: ``VideoError`` with code `configurationInvalid` if a web page answers instead of an API;
    ///   `CancellationError`. Every other answer, and none at all, is no reason not to buy.
    func checkEndpoint(in context: ExchangeContext) async throws

    /// Asks where a task stands.
    /// - Throws: ``VideoError`` about the question, which says nothing about the task itself.
    func status(of task: RemoteTask, in context: ExchangeContext) async throws -> TaskSnapshot

    /// Asks for the video's links, fresh at each call.
    /// - Throws: ``VideoError``; `outputMissing` where the task has no video.
    func assets(of task: RemoteTask, in context: ExchangeContext) async throws -> [VideoAsset]

    /// Where the API itself serves a finished task's video, for when no link does; nil if it does not.
    func contentRoute(of task: RemoteTask) -> VideoAsset?

    /// Reads what a video's link answered where a video was expected, such as JSON with another link.
    /// - Returns: the assets behind it; empty where there are none.
    /// - Throws: ``VideoError`` where the answer says what is wrong.
    func assets(
        fromUnexpectedResponse response: HTTPResponse,
        to asset: VideoAsset,
        of task: RemoteTask
    ) throws -> [VideoAsset]

    /// Asks to stop a task.
    func cancel(_ task: RemoteTask, in context: ExchangeContext) async throws -> Cancellation

    /// Lists the provider's tasks: how a task whose answer was lost is found again.
    /// - Throws: ``VideoError`` with code `unsupported` where the provider has no list.
    func list(_ listing: TaskListing, in context: ExchangeContext) async throws -> TaskPage
}

extension VideoGenerating {
    /// None.
    public var credential: Credential? { nil }

    /// The default implementation throws `unsupported`.
    public func preview(_ request: VideoRequest) throws -> HTTPRequest {
        throw VideoError(.unsupported, "\(info.id) cannot show the requests that it sends.", provider: info.id)
    }

    /// The default implementation sends nothing.
    public func checkEndpoint(in context: ExchangeContext) async throws {}

    /// The default implementation returns `nil`.
    public func contentRoute(of task: RemoteTask) -> VideoAsset? { nil }

    /// Finds nothing.
    public func assets(
        fromUnexpectedResponse response: HTTPResponse,
        to asset: VideoAsset,
        of task: RemoteTask
    ) throws -> [VideoAsset] { [] }

    /// Answers ``Cancellation/unsupported``.
    public func cancel(_ task: RemoteTask, in context: ExchangeContext) async throws -> Cancellation { .unsupported }

    /// Throws `unsupported`.
    public func list(_ listing: TaskListing, in context: ExchangeContext) async throws -> TaskPage {
        throw VideoError(.unsupported, "\(info.id) has no list of tasks.")
    }
}
