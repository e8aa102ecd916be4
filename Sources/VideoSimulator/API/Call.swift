import VideoGeneration
import VideoPlatform

/// One request on its way through a route.
struct Call: Sendable {
    let request: ServerRequest
    /// What the route's pattern caught, decoded.
    let parameters: [String: String]
    let backend: Backend
    let links: LinkSigner
    let faults: [Fault]

    /// The value of a `{name}` in the route.
    func parameter(_ name: String) -> String { parameters[name] ?? "" }

    /// The body as JSON.
    func json() throws(Refusal) -> JSONValue {
        guard let value = try? JSONValue(parsing: request.body), value.object != nil else {
            throw Refusal(.invalidRequest, "the body is no JSON object")
        }
        return value
    }

    /// Accepts an order, unless the script lets the generation fail.
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

    /// Whether the script hides the output of what has succeeded.
    var hidesOutput: Bool { faults.contains(.withoutOutput) }

    /// The status word to tell instead of the true one.
    func status(_ word: String) -> JSONValue {
        for case .unknownStatus(let unknown) in faults { return .string(unknown) }
        return .string(word)
    }

    /// The file of a task's video, or the part of it that the request asks for.
    func file(of task: SimulatedTask) -> SimulatedResponse {
        var task = task
        if faults.contains(.changedFile) { task.order.prompt += " (changed)" }
        return FileResponse(bytes: backend.bytes(of: task), task: task, request: request, faults: faults)
            .answer { [backend, id = task.id] bytes in backend.update(id) { $0.bytesDelivered += bytes } }
    }
}
