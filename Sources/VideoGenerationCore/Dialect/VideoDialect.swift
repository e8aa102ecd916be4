/// A wire format: a pure mapping in both directions, so that a test needs no network.
///
/// A dialect never waits, retries, redirects, reads the clock, touches the disk or sees the key. It turns a
/// request into an ``HTTPRequest`` and an ``HTTPResponse`` into a value, or throws a ``VideoError`` that
/// says what the answer means. Answers are hostile: whatever the bytes, it may not trap.
///
/// The least that an adapter writes is its names, its ``reader`` (the tables of status words and error
/// codes), the purchase and the poll; everything else has a default.
public protocol VideoDialect: Sendable {
    /// The name by which configurations call it: `openai-videos`.
    var name: String { get }
    /// What is known about the models, with the date it was read.
    var models: [ModelDescription] { get }
    /// Whether a model that is not in ``models`` is sent on with its limits unknown, instead of refused.
    var acceptsOtherModels: Bool { get }
    /// The model that is taken where neither request nor configuration names one.
    var defaultModel: String? { get }
    /// What a purchase may start from beside a prompt and pictures: `.template`, `.video`, both or neither. What is
    /// not named here is refused before ``submitRequest(_:at:)``: left out in silence it would be another video
    /// for the same money.
    var sources: Set<GenerationMode> { get }
    /// Whether there is a list of tasks.
    var canList: Bool { get }
    /// Whether a task can be cancelled or deleted.
    var canCancel: Bool { get }
    /// Whether the request to cancel also deletes a task that is finished, and its video with it. The client sends it
    /// only when asked to discard the task: a video may be made between the last look and the request.
    var cancelDeletesFinished: Bool { get }
    /// The header of a purchase that tells the provider when two sendings are one order, such as
    /// `Idempotency-Key`; nil where it knows none.
    var idempotencyHeader: String? { get }
    /// What each question for the links costs, where it is not free.
    var fileFee: Price? { get }
    /// How answers are read.
    var reader: ResponseReader { get }

    /// The purchase. Files are loaded already: a ``MediaInput/file(_:)`` does not reach this.
    func submitRequest(_ request: VideoRequest, at endpoint: Endpoint) throws -> HTTPRequest
    /// What a response to a submit proves. The default reads JSON at the places that ``reader`` declares in its
    /// ``ResponseReader/rules``; only an API whose format is not JSON needs an implementation of its own.
    func evidence(in response: HTTPResponse, at endpoint: Endpoint) -> SubmitEvidence
    /// The task that a submit made, usually queued.
    /// - Throws: ``VideoError``: what is wrong with the response. It informs; whether something was bought is decided
    ///   by ``PurchaseOutcome`` from the evidence.
    func submitted(_ response: HTTPResponse, of request: VideoRequest, at endpoint: Endpoint) throws
        -> TaskSnapshot

    /// The poll.
    func statusRequest(for task: RemoteTask, at endpoint: Endpoint) throws -> HTTPRequest
    /// Where the task stands; a failed task is a snapshot with a failure, not a thrown error.
    func snapshot(_ response: HTTPResponse, of task: RemoteTask, at endpoint: Endpoint) throws -> TaskSnapshot

    /// The question for the links, where it is not the poll itself.
    /// - Returns: nil where the poll's answer carries the links or a content route.
    func fileRequest(for task: RemoteTask, at endpoint: Endpoint) throws -> HTTPRequest?
    /// The links in the answer to ``fileRequest(for:at:)``.
    func assets(_ response: HTTPResponse, of task: RemoteTask, at endpoint: Endpoint) throws -> [VideoAsset]

    /// What an asset's own link answered where bytes of a video were expected: a JSON answer with a link, a
    /// task that is still running, or an error.
    func content(_ response: HTTPResponse, of asset: VideoAsset, at endpoint: Endpoint) throws -> TaskSnapshot

    /// The wish to cancel; nil where there is none.
    func cancelRequest(for task: RemoteTask, at endpoint: Endpoint) throws -> HTTPRequest?
    /// What became of it.
    func cancellation(_ response: HTTPResponse, of task: RemoteTask) throws -> Cancellation

    /// The list; nil where there is none.
    func listRequest(_ listing: TaskListing, at endpoint: Endpoint) throws -> HTTPRequest?
    /// The tasks in it.
    func page(_ response: HTTPResponse, of listing: TaskListing, at endpoint: Endpoint) throws -> TaskPage
}

extension VideoDialect {
    /// Yes: most sets of models are open.
    public var acceptsOtherModels: Bool { true }
    /// None.
    public var defaultModel: String? { nil }
    /// Neither.
    public var sources: Set<GenerationMode> { [] }
    /// No.
    public var canList: Bool { false }
    /// No.
    public var canCancel: Bool { false }
    /// The default implementation returns `false`.
    public var cancelDeletesFinished: Bool { false }
    /// None.
    public var idempotencyHeader: String? { nil }
    /// Free.
    public var fileFee: Price? { nil }

    /// The default implementation reads what ``ResponseReader/rules`` declare.
    public func evidence(in response: HTTPResponse, at endpoint: Endpoint) -> SubmitEvidence {
        reader.evidence(in: response, at: endpoint)
    }

    /// What ``reader`` finds.
    public func submitted(_ response: HTTPResponse, of request: VideoRequest, at endpoint: Endpoint) throws
        -> TaskSnapshot
    { try reader.submitted(response, at: endpoint) }

    /// What ``reader`` finds.
    public func snapshot(_ response: HTTPResponse, of task: RemoteTask, at endpoint: Endpoint) throws
        -> TaskSnapshot
    { try reader.status(response, of: task, at: endpoint) }

    /// None: the poll's answer carries the links.
    public func fileRequest(for task: RemoteTask, at endpoint: Endpoint) throws -> HTTPRequest? { nil }

    /// The links in an answer of the poll's form.
    public func assets(_ response: HTTPResponse, of task: RemoteTask, at endpoint: Endpoint) throws -> [VideoAsset] {
        try snapshot(response, of: task, at: endpoint).assets
    }

    /// What ``reader`` finds.
    public func content(_ response: HTTPResponse, of asset: VideoAsset, at endpoint: Endpoint) throws
        -> TaskSnapshot
    { try reader.content(response, of: asset, at: endpoint) }

    /// None.
    public func cancelRequest(for task: RemoteTask, at endpoint: Endpoint) throws -> HTTPRequest? { nil }

    /// What ``reader`` finds.
    public func cancellation(_ response: HTTPResponse, of task: RemoteTask) throws -> Cancellation {
        try reader.cancellation(response)
    }

    /// None.
    public func listRequest(_ listing: TaskListing, at endpoint: Endpoint) throws -> HTTPRequest? { nil }

    /// The tasks under `data`, without a next page.
    public func page(_ response: HTTPResponse, of listing: TaskListing, at endpoint: Endpoint) throws -> TaskPage {
        TaskPage(try reader.list(response, at: endpoint))
    }
}
