import Synchronization
import VideoGeneration
import VideoGenerationTesting

/// A trouble at one step of a submit, or from it on.
enum NaiveFault: String, Sendable, CaseIterable {
    case diskOnce, diskFull
    case notSent, connectionLost, tooManyRequests, serverError, badGateway, noFunds, refusal, moderation, webPage
    case cutOff, hiddenID, failedVideo

    var isDisk: Bool { self == .diskOnce || self == .diskFull }

    /// Whether a provider that responds so has made and billed the video of a submit.
    var bills: Bool {
        switch self {
        case .notSent, .tooManyRequests, .noFunds, .refusal, .moderation: false
        default: true
        }
    }
}

/// Providers that make each video at once and keep a ledger, and that are in trouble at one request or from it on.
final class NaiveServer: Sendable {
    private struct State {
        var step = 0
        var isHit = false
        var isRepaired = false
        var billed: [String] = []
    }

    private let fault: NaiveFault
    private let failing: Int
    private let isLasting: Bool
    private let film: [UInt8]
    private let state = Mutex(State())

    init(_ fault: NaiveFault, at failing: Int, isLasting: Bool, film: [UInt8]) {
        (self.fault, self.failing, self.isLasting, self.film) = (fault, failing, isLasting, film)
    }

    /// The IDs of the videos that were billed.
    var billed: [String] { state.withLock { $0.billed } }
    /// Whether the step was reached.
    var isHit: Bool { state.withLock { $0.isHit } }
    /// Ends the trouble.
    func repair() { state.withLock { $0.isRepaired = true } }

    func respond(_ request: HTTPRequest) throws -> HTTPResponse {
        let isSubmit = request.method == .post
        let (isFaulty, id) = state.withLock { state in
            defer { state.step += 1 }
            let isDue = isLasting ? state.step >= failing : state.step == failing
            let isFaulty = !fault.isDisk && isDue && !state.isRepaired
            if isFaulty { state.isHit = true }
            let id = "\(request.url.origin.host.prefix { $0 != "." })-\(state.billed.count + 1)"
            if isSubmit, !isFaulty || fault.bills { state.billed.append(id) }
            return (isFaulty, id)
        }
        if isFaulty, let response = try trouble(isSubmit, id) { return response }
        if isSubmit { return .json(200, #"{"id":"\#(id)","status":"queued"}"#) }
        if request.url.path.hasSuffix("/content") {
            return HTTPResponse(
                status: 200,
                fields: ["Content-Type": "video/mp4", "Content-Length": "\(film.count)"],
                body: film
            )
        }
        guard let id = billed.first(where: { request.url.path.hasSuffix($0) }) else { return GateBench.free(request) }
        return .json(200, #"{"id":"\#(id)","status":"completed"}"#)
    }

    private func trouble(_ isSubmit: Bool, _ id: String) throws -> HTTPResponse? {
        switch fault {
        case .diskOnce, .diskFull: return nil
        case .notSent: throw HTTPTransportError(.connectionFailed, .notSent, "refused")
        case .connectionLost: throw HTTPTransportError(.connectionLost, .sent, "lost")
        case .tooManyRequests: return .json(429, #"{"error":{"message":"slow down"}}"#)
        case .serverError: return .json(500, #"{"error":{"message":"internal"}}"#)
        case .badGateway: return .page(502, "502 Bad Gateway")
        case .noFunds: return .json(402, #"{"error":{"message":"no funds","code":"insufficient_quota"}}"#)
        case .refusal: return .json(403, #"{"error":{"message":"no"}}"#)
        case .moderation: return .json(400, #"{"error":{"message":"no","code":"content_policy_violation"}}"#)
        case .webPage: return .page(200, "Welcome")
        case .cutOff: return .json(200, #"{"id":"\#(id)","sta"#)
        case .hiddenID: return .json(500, #"{"id":"\#(id)","error":{"message":"internal"}}"#)
        case .failedVideo:
            return isSubmit
                ? nil : .json(200, #"{"id":"\#(id)","status":"failed","error":{"message":"failed"}}"#)
        }
    }
}
