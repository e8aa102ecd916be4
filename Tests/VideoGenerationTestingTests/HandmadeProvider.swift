import Foundation
import Synchronization
import VideoGeneration

/// A provider written by hand, without a dialect: right in everything, but for one mistake where asked.
struct HandmadeProvider: VideoGenerating {
    /// What an adapter can get wrong.
    enum Mistake: String, CaseIterable {
        case pastesPrompts, roundsIDs, purchasesAsReads
        case callsEveryNoRefused, takesSilenceForNotSent, inventsIDs, triesAgain, takesAnswersForNotSent,
            ordersLostTasksAgain, dropsIDsOfErrors, callsPagesRefused
        case comparesLetterCase, takesUnknownForFailed, losesReasons, inventsLinks
        case takesTroubleForFailed, givesUpOnTrouble
        case pastesIDs, adoptsAnyAnswer, rewritesLinks, ignoresExpiry, keepsLinks, missesExpiry
        case followsPollingLinks, followsRedirects, asksForKeyElsewhere, marksPolledLinks, putsKeyInQuery
        case showsAnswers, showsRequests, forgetsCancelledPurchases, waitsOnItsOwn, throwsDecodingErrors
        case believesPages
        case takesEveryStopForHeard, stopsWithoutBeingAble, cutsListedIDs
        case pollsUnsafely, losesCodes, keepsVerdictsOpen, sendsAnotherPrefix, repeatsKey, roundsCharges
        case forgetsOwnIDs, takesFirstFound, looksUpUnsafely, dropsFoundIDs, uploadsOnce, uploadsNothing
    }

    let info: ProviderInfo
    let credential: Credential?
    private let key: Secret
    let mistake: Mistake?
    private let kept = Kept()

    /// What ``Mistake/keepsLinks`` and ``Mistake/ordersLostTasksAgain`` keep.
    private final class Kept: Sendable {
        let outputs = Mutex<[VideoOutput]>([])
        let request = Mutex<VideoRequest?>(nil)
    }

    init(
        _ endpoint: Endpoint,
        _ key: Secret,
        mistake: Mistake? = nil
    ) throws {
        info = ProviderInfo(
            id: "handmade",
            dialect: "handmade",
            endpoint: endpoint,
            canList: true,
            canLookUp: true,
            canCancel: mistake != .stopsWithoutBeingAble
        )
        credential = Credential(key, for: info.endpoint.origin)
        self.key = key
        self.mistake = mistake
    }

    func submit(_ request: VideoRequest, in context: ExchangeContext) async throws -> TaskSnapshot {
        kept.request.withLock { $0 = request }
        let body =
            mistake == .pastesPrompts
            ? #"{"prompt": "\#(request.prompt)"}"# : JSONValue.object(["prompt": .string(request.prompt)]).description
        var message = HTTPRequest(.post, try url("videos"), body: Array(body.utf8))
        if mistake != .forgetsOwnIDs { message.fields["X-Own-ID"] = context.idempotencyKey }
        let response: HTTPResponse
        do {
            response = try await exchange(message, mistake == .purchasesAsReads ? .read : .submit, context.transport)
        } catch let error as HTTPTransportError {
            if mistake == .triesAgain { return try await submit(request, in: context) }
            let isOpen = error.progress != .notSent && mistake != .takesSilenceForNotSent
            throw VideoError(isOpen ? .outcomeUnknown : .notSent, error.message)
        }
        if mistake == .forgetsCancelledPurchases { try Task.checkCancellation() }
        if mistake == .takesAnswersForNotSent, response.status == 409 {
            throw VideoError(.notSent, "Busy.", isTransient: true)
        }
        let answer = try? JSONValue(parsing: response.body)
        let isKept = mistake != .dropsIDsOfErrors || response.status == 200
        let told = isKept ? answer?["id"]?.identifier : nil
        let isPage = answer == nil && response.status < 500 && ![401, 403, 404].contains(response.status)
        if told == nil, response.status >= 500 || isPage && mistake != .callsPagesRefused {
            throw VideoError(.outcomeUnknown, "HTTP \(response.status).")
        }
        let json = told == nil ? try read(response) : answer ?? .null
        guard let id = told ?? json["id"]?.identifier else {
            if mistake == .inventsIDs { return TaskSnapshot(RemoteTask(id: "unknown"), .queued) }
            throw VideoError(.outcomeUnknown, "The answer names no task.")
        }
        let shown = mistake == .roundsIDs ? Double(id).map { "\($0)" } ?? id : id
        return TaskSnapshot(RemoteTask(id: shown, pollingURL: json["polling_url"]?.text), .queued)
    }

    func status(of task: RemoteTask, in context: ExchangeContext) async throws -> TaskSnapshot {
        var link = try url("videos", task.id)
        if mistake == .followsPollingLinks, let told = task.pollingURL.flatMap({ HTTPURL($0) }) { link = told }
        let json: JSONValue
        do {
            let isSafe = mistake != .pollsUnsafely
            json = try read(try await ask(HTTPRequest(.get, link, isSafe: isSafe), context.transport))
        } catch let error as VideoError where mistake == .ordersLostTasksAgain && error.code == .taskNotFound {
            return try await submit(kept.request.withLock { $0 } ?? VideoRequest(prompt: ""), in: context)
        } catch let error as VideoError where mistake == .takesTroubleForFailed {
            var failed = TaskSnapshot(task, .failed)
            failed.failure = error
            return failed
        }
        if let id = json["id"]?.identifier, id != task.id, mistake != .adoptsAnyAnswer {
            throw VideoError(.malformedResponse, "The answer is about another task.")
        }
        let word = json["status"]?.text
        let known = word.flatMap { Self.words[mistake == .comparesLetterCase ? $0 : $0.lowercased()] }
        var snapshot = TaskSnapshot(task, known ?? .running, rawStatus: word)
        if mistake == .adoptsAnyAnswer { snapshot.remote.id = json["id"]?.identifier ?? task.id }
        if mistake == .takesUnknownForFailed, known == nil { snapshot.state = .failed }
        snapshot.isKnownStatus = known != nil
        snapshot.remote.fileID = json["file"]?.identifier
        snapshot.charge = json["credits"]?.double.map {
            Charge(Decimal(mistake == .roundsCharges ? $0.rounded() : $0), "credits")
        }
        if snapshot.state == .failed {
            let reason = mistake == .losesReasons ? nil : json["error"]?["message"]?.text.map(shown)
            let isRejected = json["error"]?["code"]?.text == "nsfw" && mistake != .losesCodes
            snapshot.failure = VideoError(isRejected ? .contentRejected : .generationFailed, reason ?? "It failed.")
        }
        if snapshot.state == .succeeded, mistake == .marksPolledLinks {
            snapshot.outputs = [HTTPURL("https://media.example/v.mp4").map { VideoOutput($0, needsCredential: true) }]
                .compactMap { $0 }
        }
        if snapshot.state == .succeeded, snapshot.remote.fileID == nil, mistake != .inventsLinks {
            snapshot.state = .failed
            snapshot.failure = VideoError(.outputMissing, "There is no file.")
        }
        return snapshot
    }

    func outputs(of task: RemoteTask, in context: ExchangeContext) async throws -> [VideoOutput] {
        if mistake == .keepsLinks, case let kept = kept.outputs.withLock({ $0 }), !kept.isEmpty { return kept }
        guard let file = task.fileID else {
            if mistake == .inventsLinks { return [VideoOutput(try url("videos", task.id, "content"))] }
            throw VideoError(.outputMissing, "There is no file.")
        }
        let response = try await ask(HTTPRequest(.get, try url("files", file)), context.transport)
        if mistake == .missesExpiry, response.status != 200 { return [] }
        let answer: JSONValue
        do { answer = try read(response) } catch var error as VideoError {
            if response.status == 422 {
                error.code = .contentRejected
                error.endsTask = mistake != .keepsVerdictsOpen
            }
            throw error
        }
        guard var text = answer["url"]?.text else { throw VideoError(.outputMissing, "No link.") }
        if mistake == .rewritesLinks { text = text.removingPercentEncoding ?? text }
        guard let link = HTTPURL(text) else { throw VideoError(.malformedResponse, "The link is no link.") }
        let seconds = link.queryValue("Expires").flatMap { Double($0) }
        let output = VideoOutput(
            link,
            expiresAt: mistake == .ignoresExpiry ? nil : seconds.map { Date(timeIntervalSince1970: $0) },
            needsCredential: mistake == .asksForKeyElsewhere
        )
        kept.outputs.withLock { $0 = [output] }
        return [output]
    }

    func outputs(fromUnexpectedResponse response: HTTPResponse, to output: VideoOutput, of task: RemoteTask) throws
        -> [VideoOutput]
    {
        mistake == .believesPages ? [output] : []
    }

    func cancel(_ task: RemoteTask, in context: ExchangeContext) async throws -> Cancellation {
        let response = try await ask(HTTPRequest(.delete, try url("videos", task.id)), context.transport)
        if mistake == .takesEveryStopForHeard { return .cancelled }
        return try read(response)["status"]?.text == "cancelled" ? .cancelled : .refused
    }

    func list(_ listing: TaskListing, in context: ExchangeContext) async throws -> TaskPage {
        let json = try read(try await ask(HTTPRequest(.get, try url("videos")), context.transport))
        let ids = (json["data"]?.array ?? []).compactMap { $0["id"]?.identifier }
        let shown = mistake == .cutsListedIDs ? ids.map { String($0.prefix { $0 != "/" }) } : ids
        return TaskPage(shown.map { TaskSnapshot(RemoteTask(id: $0), .running) })
    }

    // MARK: - Pieces

    private static let words: [String: RemoteState] = [
        "queued": .queued, "working": .running, "done": .succeeded, "broken": .failed, "stopped": .cancelled,
    ]

    func url(_ segments: String...) throws -> HTTPURL {
        var link = info.endpoint.baseURL.string
        if mistake == .pastesIDs {
            link += segments.map { "/" + $0.replacingOccurrences(of: " ", with: "%20") }.joined()
        } else {
            for segment in segments { link += try info.endpoint.url(segment).path.dropFirst(3) }
        }
        if mistake == .putsKeyInQuery { link += "?key=kq7-Conformance-4vXw9Zt2Lm8Rb6Ns" }
        guard let url = HTTPURL(link) else { throw VideoError(.invalidRequest, "The id is odd.") }
        return url
    }

    private func exchange(
        _ request: HTTPRequest,
        _ timeouts: HTTPTimeouts,
        _ transport: any HTTPTransport
    ) async throws -> HTTPResponse {
        // Bound to whatever is asked: the mistake is in asking elsewhere.
        let prefix = mistake == .sendsAnotherPrefix ? "Token " : "Bearer "
        let credential = Credential(KeyAuthorizer(key, prefix: prefix), for: [request.url.origin])
        var sent = try await credential.authorizing(request, at: .now)
        if mistake == .repeatsKey { sent.fields["X-API-Key"] = key.withValue { $0 } }
        if mistake == .waitsOnItsOwn {
            return try await Task.detached { try await transport.response(to: sent, timeouts: timeouts) }.value
        }
        return try await transport.response(to: sent, timeouts: timeouts)
    }

    func ask(_ request: HTTPRequest, _ transport: any HTTPTransport) async throws -> HTTPResponse {
        do {
            let response = try await exchange(request, .read, transport)
            let target = response.head.fields["Location"].flatMap { HTTPURL($0) }
            guard mistake == .followsRedirects, let target else { return response }
            return try await exchange(HTTPRequest(request.method, target), .read, transport)
        } catch let error as HTTPTransportError {
            if error.code == .cancelled { throw CancellationError() }
            let isShown = mistake == .showsRequests && request.method == .delete
            let key = try await credential?.authorizing(request, at: .now).fields["Authorization"] ?? ""
            let shown = isShown ? key : ""
            throw VideoError(.connectionLost, error.message + shown, isTransient: mistake != .givesUpOnTrouble)
        }
    }

    func read(_ response: HTTPResponse) throws -> JSONValue {
        if mistake == .throwsDecodingErrors {
            _ = try JSONDecoder().decode([String: JSONValue].self, from: Data(response.body))
        }
        let json = try? JSONValue(parsing: response.body)
        guard response.status == 200 else {
            let reason = json?["error"]?["message"]?.text.map(shown) ?? "HTTP \(response.status)."
            let codes: [Int: VideoError.Code] = [401: .authenticationFailed, 404: .taskNotFound, 410: .outputExpired]
            throw VideoError(
                mistake == .callsEveryNoRefused ? .refused : codes[response.status] ?? .refused,
                reason,
                isTransient: response.status >= 408 && mistake != .givesUpOnTrouble
            )
        }
        guard let json else { throw VideoError(.outcomeUnknown, "The answer is no JSON.") }
        return json
    }

    private func shown(_ text: String) -> String {
        if mistake == .showsAnswers { return text }
        return Redaction.singleLine(Redaction.withoutQueries(credential?.scrubbing(text) ?? text))
    }
}
