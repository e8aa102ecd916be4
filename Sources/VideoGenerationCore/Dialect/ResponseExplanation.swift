/// An explanation of how this package reads a response. Use it to find out why a relay behaves unexpectedly.
///
/// The response is read by the same dialect and the same rules as in a real task. Nothing is sent.
/// ```swift
/// let explanation = ResponseExplanation(of: response, to: .status, by: dialect, at: endpoint)
/// print(explanation.words.joined(separator: "\n"))
/// ```
package struct ResponseExplanation: Sendable, Hashable {
    /// The operation that the response belongs to.
    package let operation: DialectOperation
    /// The name of the dialect that read the response.
    package let dialect: String
    /// The HTTP status of the response.
    package let httpStatus: Int
    /// The task as the response describes it.
    package private(set) var snapshot: TaskSnapshot?
    /// The first video in the response.
    package private(set) var output: VideoOutput?
    /// The outcome of the purchase, if the response belongs to a submit.
    package private(set) var purchase: PurchaseOutcome?
    /// The tasks, if the response is a list.
    package private(set) var tasks: [TaskSnapshot]?
    /// The result of canceling, if the response belongs to a cancel request.
    package private(set) var cancellation: Cancellation?
    /// The error of the request, of the response or of the task.
    package private(set) var error: VideoError?
    private let origin: Origin
    private let isJSON: Bool

    /// Creates an explanation of a response.
    /// - Parameters:
    ///   - response: The saved response.
    ///   - operation: The operation that the response belongs to.
    ///   - dialect: The wire format.
    ///   - endpoint: The address of the API. It decides which links need the key.
    ///   - taskID: The ID of the task that the request was about. If it is nil, the ID in the response is used.
    package init(
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
        let document = dialect.reader.parse(response)
        let id = taskID ?? document.taskID(dialect.reader.idKeys) ?? ""
        isJSON = !document.layers.isEmpty
        do {
            try read(response, by: dialect, at: endpoint, RemoteTask(id: id))
        } catch let error as VideoError {
            self.error = error
        } catch {
            self.error = VideoError(.malformedResponse, "The response cannot be read.")
        }
        output = output ?? snapshot?.outputs.first
        error = error ?? snapshot?.failure
    }

    /// Whether the response has a meaning that could be read, be it a success or a failure.
    package var isReadable: Bool {
        isJSON || ![.malformedResponse, .notAVideo, .outcomeUnknown].contains(error?.code)
    }

    /// Whether the video is served by the API's own content route.
    package var isFromContentRoute: Bool {
        guard let link = output?.link, link.origin == origin else { return false }
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
        case .file: output = try dialect.outputs(response, of: task, at: endpoint).first
        case .content: try readContent(response, by: dialect, at: endpoint, task)
        case .list:
            tasks = try dialect.page(response, of: TaskListing(), at: endpoint).tasks
        case .cancel: cancellation = try dialect.cancellation(response, of: task)
        case .lookup:
            tasks = try dialect.found(response, for: task.id, of: VideoRequest(prompt: ""), at: endpoint)
        case .upload: break
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
            // A specific code from the provider is kept, because it says more.
            let isPlain =
                error.code == .malformedResponse || error.code == .providerUnavailable && !response.head.isSuccess
            if isPlain {
                error.code = .outcomeUnknown
                error.isTransient = false
            }
        }
        throw error
    }

    /// Reads the bytes of a video, a redirect to them, or JSON.
    private mutating func readContent(
        _ response: HTTPResponse,
        by dialect: any VideoDialect,
        at endpoint: Endpoint,
        _ task: RemoteTask
    ) throws {
        let own = VideoOutput(
            (try? dialect.reader.contentLink?(task, endpoint)) ?? endpoint.baseURL,
            needsCredential: true
        )
        if (300..<400).contains(response.status), let location = response.head.fields["Location"] {
            guard let link = endpoint.baseURL.resolving(location) else {
                throw VideoError(
                    .unsafeURL,
                    "The redirect does not lead to an http or https URL.",
                    httpStatus: response.status
                )
            }
            snapshot = TaskSnapshot(task, .succeeded)
            output = VideoOutput(link, needsCredential: link.origin == endpoint.origin)
            return
        }
        if response.head.isSuccess, response.body.beginsLikeMP4 {
            snapshot = TaskSnapshot(task, .succeeded)
            output = own
            return
        }
        if response.head.isSuccess, (try? JSONValue(parsingResponse: response.body)) == nil {
            throw VideoError(.notAVideo, "The response is neither a video nor JSON.", httpStatus: response.status)
        }
        snapshot = try dialect.content(response, of: own, at: endpoint)
    }
}
