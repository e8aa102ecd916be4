import VideoGeneration
import VideoPlatform

/// A request that a route handles, with its context.
struct RequestContext: Sendable {
    let request: ServerRequest
    /// The decoded values of the route pattern's parameters.
    let parameters: [String: String]
    let backend: Backend
    let links: LinkSigner
    let faults: [Fault]

    /// Returns the value of a `{name}` in the route pattern.
    func parameter(_ name: String) -> String { parameters[name] ?? "" }

    /// Returns the body as a JSON object.
    func json() throws(Refusal) -> JSONValue {
        guard let value = try? JSONValue(parsing: request.body), value.object != nil else {
            throw Refusal(.invalidRequest, "the body is not a JSON object")
        }
        return value
    }

    /// Accepts a request and creates its task, which will fail if the script says so.
    func accept(_ order: Order) -> SimulatedTask {
        for case .failGeneration(let code, let message) in faults {
            let usual = order.api.moderation
            return backend.accept(
                order,
                failure: .init(code: code ?? usual.code, message: message ?? usual.message)
            )
        }
        return backend.accept(order)
    }

    /// Whether the script hides the output of a task that has succeeded.
    var hidesOutput: Bool { faults.contains(.withoutOutput) }

    /// Returns the status word to report: the given one, or the script's replacement.
    func status(_ word: String) -> JSONValue {
        for case .unknownStatus(let unknown) in faults { return .string(unknown) }
        return .string(word)
    }

    /// Returns a response with the file of a task's video, or with the requested range of it.
    func file(of task: SimulatedTask) -> SimulatedResponse {
        var task = task
        if faults.contains(.changedFile) { task.order.prompt += " (changed)" }
        let file = FileResponse(
            bytes: backend.bytes(of: task),
            fileID: task.fileID,
            created: task.created,
            request: request,
            faults: faults
        )
        return file.response { [backend, id = task.id] bytes in backend.update(id) { $0.bytesDelivered += bytes } }
    }
}
