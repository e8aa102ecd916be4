import Foundation
import Testing

@testable import VideoGeneration
@testable import VideoGenerationCore

@Suite("The meaning of an exchange that did not complete", .timeLimit(.minutes(20)))
struct TransportErrorTests {
    typealias Purpose = VideoError.ExchangePurpose

    static let codes = HTTPTransportError.Code.allCases
    private static let late: [ExchangeProgress] = [.sent, .headReceived, .bodyReceived(12)]

    private func error(
        _ code: HTTPTransportError.Code,
        _ progress: ExchangeProgress,
        _ purpose: Purpose
    ) throws -> VideoError {
        try VideoError(HTTPTransportError(code, progress, "It failed."), during: purpose, provider: "p")
    }

    @Test("A submit that left this machine may have been bought, whatever ended it", arguments: codes)
    func sentSubmit(code: HTTPTransportError.Code) throws {
        for progress in Self.late {
            let error = try error(code, progress, .submit)
            #expect(error.code == .outcomeUnknown && error.purchase == .unknown && !error.isTransient)
            #expect(error.advice == VideoError.unknownAdvice)
            #expect(error.message.contains("p") && error.message.hasSuffix("It failed."))
            #expect(error.progress == progress)
        }
    }

    @Test("A submit that did not leave this machine bought nothing", arguments: codes)
    func unsentSubmit(code: HTTPTransportError.Code) throws {
        let error = try error(code, .notSent, .submit)
        #expect(error.code == (code == .invalidRequest ? .invalidRequest : .notSent))
        #expect(error.purchase == .none)
        #expect(error.advice?.hasPrefix("Nothing was sent, and nothing was bought.") == true)
        #expect(error.message == "It failed." && error.provider == "p")
    }

    static let meanings: [(HTTPTransportError.Code, ExchangeProgress, Purpose, VideoError.Code)] = [
        (.connectionFailed, .notSent, .read, .notSent), (.timedOut, .sent, .read, .connectionLost),
        (.tooLarge, .bodyReceived(9), .read, .sizeLimitExceeded), (.invalidRequest, .notSent, .read, .notSent),
        (.addressRefused, .notSent, .read, .notSent), (.connectionFailed, .notSent, .download, .notSent),
        (.timedOut, .headReceived, .download, .connectionLost), (.addressRefused, .notSent, .download, .unsafeURL),
        (.invalidRequest, .notSent, .download, .unsafeURL),
        (.certificateNotTrusted, .notSent, .download, .notSent),
        (.certificateNotTrusted, .notSent, .read, .notSent),
    ]

    @Test("A read and a download have the code that fits", arguments: meanings)
    func meaning(
        code: HTTPTransportError.Code,
        progress: ExchangeProgress,
        purpose: Purpose,
        expected: VideoError.Code
    ) throws {
        let error = try error(code, progress, purpose)
        #expect(error.code == expected && error.purchase == .none && error.message == "It failed.")
    }

    @Test("A submit is not repeated after a certificate that is not trusted; a poll is, until the end of the wait")
    func transient() throws {
        for code in Self.codes where code != .cancelled {
            for purpose in Purpose.allCases {
                let isFinal =
                    code == .invalidRequest || code == .certificateNotTrusted && purpose == .submit
                    || code == .addressRefused && purpose == .download
                #expect(try error(code, .notSent, purpose).isTransient == !isFinal, "\(code) \(purpose)")
            }
        }
    }

    @Test("A cancelled read or download is a cancellation, and a cancelled submit is not")
    func cancellation() throws {
        for progress in [.notSent] + Self.late {
            #expect(throws: CancellationError.self) { try error(.cancelled, progress, .read) }
            #expect(throws: CancellationError.self) { try error(.cancelled, progress, .download) }
            _ = try error(.cancelled, progress, .submit)
        }
    }
}
