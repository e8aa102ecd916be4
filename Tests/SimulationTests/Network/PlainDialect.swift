import Foundation
import VideoGeneration

/// The wire format of the simulated provider: a line a task, as little as it takes.
struct PlainDialect: VideoDialect {
    /// The status of a failed task that cost nothing.
    static let refunded = "refunded"

    var name: String { "plain" }
    var models: [ModelDescription] { [] }
    var reader: ResponseReader { ResponseReader(statuses: .relays) }
    var defaultModel: String? { "film" }
    var canList: Bool { true }

    func submitRequest(_ request: VideoRequest, at endpoint: Endpoint) throws -> HTTPRequest {
        HTTPRequest(.post, try endpoint.url("videos"), body: Array(request.prompt.utf8))
    }

    func evidence(in response: HTTPResponse, at endpoint: Endpoint) -> SubmitEvidence {
        guard response.status == 200 else { return SubmitEvidence() }
        let task = try? snapshot(try lines(response), of: nil)
        return SubmitEvidence(taskID: task?.remote.id, isCutOff: task == nil)
    }

    func submitted(
        _ response: HTTPResponse,
        of request: VideoRequest,
        at endpoint: Endpoint
    ) throws -> TaskSnapshot {
        try snapshot(try lines(response), of: nil)
    }

    func statusRequest(for task: RemoteTask, at endpoint: Endpoint) throws -> HTTPRequest {
        HTTPRequest(.get, try endpoint.url("videos", task.id))
    }

    func snapshot(_ response: HTTPResponse, of task: RemoteTask, at endpoint: Endpoint) throws -> TaskSnapshot {
        try snapshot(try lines(response), of: task)
    }

    func fileRequest(for task: RemoteTask, at endpoint: Endpoint) throws -> HTTPRequest? {
        HTTPRequest(.get, try endpoint.url("files", task.id))
    }

    func outputs(_ response: HTTPResponse, of task: RemoteTask, at endpoint: Endpoint) throws -> [VideoOutput] {
        let links = try lines(response).flatMap { $0.split(separator: " ") }.compactMap { HTTPURL($0) }
        guard let first = links.first else { throw malformed() }
        return [VideoOutput(first, backupLinks: Array(links.dropFirst()))]
    }

    func content(_ response: HTTPResponse, of output: VideoOutput, at endpoint: Endpoint) throws -> TaskSnapshot {
        throw malformed()
    }

    func listRequest(_ listing: TaskListing, at endpoint: Endpoint) throws -> HTTPRequest? {
        HTTPRequest(.get, try endpoint.url("videos"))
    }

    func page(_ response: HTTPResponse, of listing: TaskListing, at endpoint: Endpoint) throws -> TaskPage {
        let tasks = try lines(response).map { line in
            var task = try snapshot([line], of: nil)
            task.remote.model = defaultModel
            return task
        }
        let seconds = response.head.fields["X-Seconds"].flatMap(Double.init)
        return TaskPage(tasks, date: seconds.map { Date(timeIntervalSince1970: 1_790_000_000 + $0) })
    }

    // MARK: - Lines

    private func snapshot(_ lines: [Substring], of task: RemoteTask?) throws -> TaskSnapshot {
        guard lines.count == 1, lines[0].hasSuffix(";") else { throw malformed() }
        let words = lines[0].dropLast().split(separator: " ", maxSplits: 4)
        guard words.count == 5, !words[4].contains(";"), let percent = Double(words[2]), let at = Double(words[3]),
            task == nil || task?.id == String(words[0])
        else { throw malformed() }
        let isRefunded = words[1] == Self.refunded
        let state = isRefunded ? .failed : RemoteState(rawValue: String(words[1]))
        return TaskSnapshot(
            RemoteTask(id: String(words[0])),
            state ?? .running,
            rawStatus: String(words[1]),
            isKnownStatus: state != nil,
            progress: percent / 100,
            prompt: String(words[4]),
            createdAt: Date(timeIntervalSince1970: 1_790_000_000 + at),
            charge: isRefunded ? Charge(0, "credits") : nil,
            failure: state == .failed ? VideoError(.generationFailed, "The film tore.") : nil
        )
    }

    private func lines(_ response: HTTPResponse) throws -> [Substring] {
        let wait = response.head.fields["Retry-After"].flatMap(Int.init).map { Duration.seconds($0) }
        let code: VideoError.Code
        switch response.status {
        case 200: return String(decoding: response.body, as: UTF8.self).split(separator: "\n")
        case 400: code = .contentRejected
        case 401: code = .authenticationFailed
        case 402: code = .insufficientFunds
        case 403: code = .permissionDenied
        case 404: code = .taskNotFound
        case 429: code = .rateLimited
        case 500...: code = .providerUnavailable
        default: throw malformed()
        }
        throw VideoError(
            code,
            "The provider answers \(response.status).",
            isTransient: code == .rateLimited || code == .providerUnavailable,
            httpStatus: response.status,
            retryAfter: wait
        )
    }

    private func malformed() -> VideoError {
        VideoError(.malformedResponse, "That is no answer of this provider.")
    }
}
