/// What this package makes of an answer: the tool for finding out why a relay behaves oddly.
///
/// The answer goes through the same dialect and the same judgement as in a purchase; nothing is sent.
/// ```swift
/// let explanation = ResponseExplanation(of: response, to: .status, by: dialect, at: endpoint)
/// print(explanation.words.joined(separator: "\n"))
/// ```
public struct ResponseExplanation: Sendable, Hashable {
    /// The question.
    public let operation: DialectOperation
    /// The dialect by which it was read.
    public let dialect: String
    /// The HTTP status.
    public let httpStatus: Int
    /// The task as the answer shows it.
    public private(set) var snapshot: TaskSnapshot?
    /// The first video.
    public private(set) var asset: VideoAsset?
    /// What the response to a submit means for the money.
    public private(set) var purchase: PurchaseOutcome?
    /// The tasks of a list.
    public private(set) var tasks: [TaskSnapshot]?
    /// What became of the wish to cancel.
    public private(set) var cancellation: Cancellation?
    /// What went wrong: with the question, with the answer or with the task.
    public private(set) var error: VideoError?
    private let origin: Origin
    private let isJSON: Bool

    /// Reads an answer.
    /// - Parameters:
    ///   - response: the answer, as somebody saved it.
    ///   - operation: the question that it answers.
    ///   - dialect: the wire format.
    ///   - endpoint: where the API lives; links are judged by it.
    ///   - taskID: the task that was asked about; nil takes the answer's word for it.
    public init(
        of response: HTTPResponse,
        to operation: DialectOperation,
        by dialect: any VideoDialect,
        at endpoint: Endpoint,
        taskID: String? = nil
    ) {
        self.operation = operation
        self.dialect = dialect.name
        httpStatus = response.status
        origin = endpoint.origin
        let answer = ResponseDocument(response)
        let id = taskID ?? answer.taskID(dialect.reader.idKeys) ?? ""
        isJSON = !answer.layers.isEmpty
        do {
            try read(response, by: dialect, at: endpoint, RemoteTask(id: id))
        } catch let error as VideoError {
            self.error = error
        } catch {
            self.error = VideoError(.malformedResponse, "The answer cannot be read.")
        }
        asset = asset ?? snapshot?.assets.first
        error = error ?? snapshot?.failure
    }

    /// Whether the answer says something, be it a yes or a no.
    public var isReadable: Bool {
        isJSON || ![.malformedResponse, .notAVideo, .outcomeUnknown].contains(error?.code)
    }

    /// Whether the video comes through the API's own content route.
    public var isFromContentRoute: Bool {
        guard let link = asset?.link, link.origin == origin else { return false }
        return link.path.hasSuffix("/content") || link.path.hasSuffix("/retrieve_content")
    }

    private mutating func read(
        _ response: HTTPResponse,
        by dialect: any VideoDialect,
        at endpoint: Endpoint,
        _ task: RemoteTask
    ) throws {
        switch operation {
        case .submit: try readSubmit(response, by: dialect, at: endpoint)
        case .status: snapshot = try dialect.snapshot(response, of: task, at: endpoint)
        case .file: asset = try dialect.assets(response, of: task, at: endpoint).first
        case .content: try readContent(response, by: dialect, at: endpoint, task)
        case .list:
            tasks = try dialect.page(response, of: TaskListing(), at: endpoint).tasks
        case .cancel: cancellation = try dialect.cancellation(response, of: task)
        }
    }

    private mutating func readSubmit(
        _ response: HTTPResponse,
        by dialect: any VideoDialect,
        at endpoint: Endpoint
    ) throws {
        let request = VideoRequest(prompt: "", model: dialect.defaultModel ?? "model")
        let url = try? dialect.submitRequest(request, at: endpoint).url
        let reading = SubmitReading(response, to: url, of: request, by: dialect, at: endpoint)
        let outcome = reading.outcome
        purchase = outcome
        if case .accepted = outcome {
            snapshot = try reading.task()
            return
        }
        guard case .failure(var error) = reading.reading else { return }
        if outcome == .notNow, !PurchaseOutcome.laterCodes.contains(error.code) { purchase = .refused }
        if outcome == .unknown {
            error.advice = VideoError.unknownAdvice
            // The class of a code that the provider sent is kept: it says more.
            let isPlain =
                error.code == .malformedResponse || error.code == .providerUnavailable && !response.head.isSuccess
            if isPlain {
                error.code = .outcomeUnknown
                error.isTransient = false
            }
        }
        throw error
    }

    /// Bytes of a video, a redirect to them, or words.
    private mutating func readContent(
        _ response: HTTPResponse,
        by dialect: any VideoDialect,
        at endpoint: Endpoint,
        _ task: RemoteTask
    ) throws {
        let own = VideoAsset(
            (try? dialect.reader.contentLink?(task, endpoint)) ?? endpoint.baseURL,
            needsCredential: true
        )
        if (300..<400).contains(response.status), let location = response.head.fields["Location"] {
            guard let link = endpoint.baseURL.resolving(location) else {
                throw VideoError(
                    .unsafeURL,
                    "The redirect leads to no http or https address.",
                    httpStatus: response.status
                )
            }
            snapshot = TaskSnapshot(task, .succeeded)
            asset = VideoAsset(link, needsCredential: link.origin == endpoint.origin)
            return
        }
        if response.head.isSuccess, response.body.beginsLikeMP4 {
            snapshot = TaskSnapshot(task, .succeeded)
            asset = own
            return
        }
        if response.head.isSuccess, (try? JSONValue(parsing: response.body)) == nil {
            throw VideoError(.notAVideo, "What came is neither a video nor JSON.", httpStatus: response.status)
        }
        snapshot = try dialect.content(response, of: own, at: endpoint)
    }
}
