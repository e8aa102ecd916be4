import VideoGeneration
import VideoPlatform

/// Recognizes the requests to a loopback provider, applies the script's faults, and responds with the samples.
struct LoopbackGateway: HTTPServer.Handler {
    /// A request and what the server knows about it.
    struct Arrival: Sendable {
        let request: ServerRequest
        let purpose: LoopbackPurpose
        /// The ID of the task that the request is about; nil if there is none.
        var task: String?
        /// The upload that the request belongs to, without its response.
        var upload: LoopbackBackend.Upload?
    }

    let wire: LoopbackWire
    let backend: LoopbackBackend
    let faults: FaultEngine
    let links: LinkSigner
    let origins: Origins
    /// The port that the gateway serves: the API's or the media port.
    let port: Int

    private var isMedia: Bool { port != wire.port }

    func refusal(of head: ServerRequest) -> HTTPServer.BodyRefusal? {
        let operation = recognize(head).purpose.operation
        for case .resetRequest(let bytes) in faults.faults(on: operation, path: String(head.path), beforeBody: true) {
            return .init(resetAfterBytes: max(bytes, 0))
        }
        return nil
    }

    func respond(to request: ServerRequest) -> SimulatedResponse {
        guard let origins = backend.options.allowedOrigin.map(CrossOrigin.init) else {
            return response(to: request)
        }
        var response = origins.preflight(request) ?? response(to: request)
        origins.open(&response, to: request)
        return response
    }

    private func response(to request: ServerRequest) -> SimulatedResponse {
        if !isMedia, request.method == "GET", request.path == "/simulator/ledger" {
            return LedgerRoutes.response(of: backend.ledger) ?? SimulatedResponse(status: 500, text: "")
        }
        let arrival = recognize(request)
        backend.count(request, arrival.purpose)
        if isMedia { noteKeys(of: request) }
        let faults = self.faults.faults(
            on: arrival.purpose.operation,
            path: String(request.path),
            beforeBody: false
        )
        var response = replacement(for: arrival, faults) ?? work(arrival, faults)
        if response.field("x-request-id") == nil {
            response.set("x-request-id", "req_\(IDGenerator.hexadecimal(32))")
        }
        for fault in faults { fault.alter(&response) }
        return response
    }

    /// Returns the response of the first fault that replaces the samples, or nil if there is none.
    private func replacement(for arrival: Arrival, _ faults: [Fault]) -> SimulatedResponse? {
        for fault in faults {
            if case .refuse(let reason) = fault {
                return desk(arrival, faults).refusal(reason.code, "The request was refused by the script.")
            }
            guard let (response, isBilled) = fault.replacement(for: arrival.request, api: .openAI, origins: origins)
            else { continue }
            if isBilled { _ = work(arrival, faults) }
            return response
        }
        return nil
    }

    private func work(_ arrival: Arrival, _ faults: [Fault]) -> SimulatedResponse {
        let desk = desk(arrival, faults)
        if !isMedia, let refusal = desk.refusalOfKey() {
            backend.countRefusedKey()
            return refusal
        }
        return desk.response()
    }

    private func desk(_ arrival: Arrival, _ faults: [Fault]) -> LoopbackDesk {
        LoopbackDesk(wire: wire, backend: backend, links: links, origins: origins, arrival: arrival, faults: faults)
    }

    // MARK: - Recognition

    private func recognize(_ request: ServerRequest) -> Arrival {
        for upload in backend.uploads where upload.next?.matches(request, at: port) == true {
            return Arrival(request: request, purpose: .upload, upload: upload)
        }
        guard !isMedia else { return Arrival(request: request, purpose: .media) }
        for task in backend.tasks {
            guard let route = task.routes.first(where: { $0.shape.matches(request, at: port) }) else { continue }
            return Arrival(request: request, purpose: route.purpose, task: task.id)
        }
        if let input = wire.uploaded(by: request) {
            let upload = LoopbackBackend.Upload(fileID: IDGenerator.decimal(15), input: input, responses: [])
            return Arrival(request: request, purpose: .upload, upload: upload)
        }
        if wire.isSubmit(request) { return Arrival(request: request, purpose: .submit) }
        if wire.isList(request) { return Arrival(request: request, purpose: .list) }
        if let purpose = wire.purposeForStranger(request) { return Arrival(request: request, purpose: purpose) }
        return Arrival(request: request, purpose: request.method == "POST" ? .submit : .other)
    }

    private func noteKeys(of request: ServerRequest) {
        let secret: Set = [
            wire.script.keyField.name.lowercased(), "authorization", "proxy-authorization", "x-api-key", "api-key",
            "x-goog-api-key", "cookie",
        ]
        let key = backend.options.key
        let names = request.fields.filter { field in
            secret.contains(field.name.lowercased()) || key.map(field.value.contains) == true
        }
        backend.noteKeys(names.map { $0.name.lowercased() })
        if let key, request.target.contains(key) { backend.noteKeys(["the URL"]) }
    }
}

extension RefusalReason {
    /// The error that a client reports for the refusal.
    fileprivate var code: VideoError.Code {
        switch self {
        case .invalidRequest, .notReady: .invalidRequest
        case .keyMissing, .keyRefused: .authenticationFailed
        case .insufficientFunds: .insufficientFunds
        case .quotaExhausted: .quotaExhausted
        case .contentRejected: .contentRejected
        case .rateLimited: .rateLimited
        case .modelUnavailable: .modelUnavailable
        case .notFound: .taskNotFound
        case .internalError: .providerUnavailable
        }
    }
}
