import Foundation
import Synchronization
import Testing
import VideoGenerationTesting
import VideoSimulator

@testable import VideoGeneration
@testable import VideoGenerationCore

@Suite("A caller who tries the next provider unless a video may have been bought buys one", .timeLimit(.minutes(20)))
struct FailoverTests {
    /// What goes wrong at one step of an order.
    enum Fault: String, Sendable, CaseIterable {
        case diskOnce, diskFull, connectionRefused, connectionLost, badGateway, refusal, webPage, cutOff
    }

    @Test("at every step of an order", arguments: Fault.allCases)
    func everyStep(_ fault: Fault) async throws {
        let video = SimulatedVideo(
            prompt: "a boat",
            size: try #require(VideoSize(width: 128, height: 128)),
            framesPerSecond: 1,
            seconds: 1
        )
        let film = try #require(video).mp4()
        var step = 0
        var stored = 0
        while step < 400 {
            let isDisk = fault == .diskOnce || fault == .diskFull
            let disk = StepDisk(failing: isDisk ? step : .max, isLasting: fault == .diskFull)
            let server = FailoverServer(fault, at: isDisk ? nil : step, film: film)
            let folder = try TemporaryFolder()
            let client = try Self.client(folder, disk, server)
            disk.arm()
            var errors: [VideoError] = []
            for provider in ["first", "second"] {
                do {
                    let task = try await client.generate(
                        VideoRequest(prompt: "a boat", model: "m"),
                        using: provider,
                        savingTo: "\(folder.path)/\(provider).mp4",
                        wait: .seconds(120)
                    )
                    #expect(task.state == .stored)
                    stored += 1
                    break
                } catch let error as VideoError {
                    errors.append(error)
                    guard error.purchase == .none else { break }
                }
            }
            disk.repair()
            let text = "\(fault) at \(step): \(errors.map { "\($0.code) \($0.purchase) \($0)" })"
            #expect(server.billed.count <= 1, "bought twice, \(text)")
            if let bought = server.billed.first {
                let kept = try FileJournal(folder: folder.path + "/state").tasks()
                let isKnown =
                    kept.contains { $0.remote?.id == bought } || errors.contains { $0.taskID == bought }
                    || kept.contains { $0.state == .outcomeUnknown }
                #expect(isKnown, "the ID is lost, \(text)")
            }
            guard disk.isHit || server.isHit else { break }
            step += 1
        }
        #expect(step > 2 && step < 400, "\(step) steps")
        #expect(stored > 0)
    }

    private static func client(_ folder: TemporaryFolder, _ disk: StepDisk, _ server: FailoverServer) throws
        -> VideoClient
    {
        let clock = ManualClock()
        let transport = ScriptedTransport { try server.answer($0) }
        let providers = try ["first", "second"].map {
            DialectProvider(
                id: $0,
                dialect: try DialectEntry(dialect: "openai-videos").provider(id: $0, resendsAfter429: true)
                    .dialect,
                endpoint: try Endpoint("https://\($0).example.com/v1"),
                key: nil
            )
        }
        let journal = try FileJournal(
            folder: folder.path + "/state",
            environment: EngineEnvironment(disk: disk, clock: clock)
        )
        return VideoClient(
            providers: providers,
            journal: journal,
            environment: EngineEnvironment(
                transport: transport,
                disk: disk,
                clock: clock,
                random: SeededRandom(seed: 3)
            )
        )
    }
}

/// A server that makes the video at once, and at one request does something else.
final class FailoverServer: Sendable {
    private struct State {
        var step = 0
        var isHit = false
        var billed: [String] = []
    }

    private let fault: FailoverTests.Fault
    private let failing: Int?
    private let film: [UInt8]
    private let state = Mutex(State())

    init(_ fault: FailoverTests.Fault, at failing: Int?, film: [UInt8]) {
        (self.fault, self.failing, self.film) = (fault, failing, film)
    }

    /// The IDs of the videos that were made.
    var billed: [String] { state.withLock { $0.billed } }
    /// Whether the step was reached.
    var isHit: Bool { state.withLock { $0.isHit } }

    func answer(_ request: HTTPRequest) throws -> HTTPResponse {
        let isFaulty = state.withLock { state in
            defer { state.step += 1 }
            if state.step == failing { state.isHit = true }
            return state.step == failing
        }
        let refuses = isFaulty && [.connectionRefused, .refusal].contains(fault)
        let bills = request.method == .post && !refuses
        let id = "t-\(request.url.origin.host)"
        if bills { state.withLock { $0.billed.append(id) } }
        if isFaulty {
            switch fault {
            case .diskOnce, .diskFull: break
            case .connectionRefused: throw HTTPTransportError(.connectionFailed, .notSent, "refused")
            case .connectionLost: throw HTTPTransportError(.connectionLost, .sent, "lost")
            case .badGateway: return .page(502, "502 Bad Gateway")
            case .refusal: return .json(403, #"{"error":{"message":"no"}}"#)
            case .webPage: return .page(200, "Welcome")
            case .cutOff: return .json(200, #"{"id":"\#(id)","sta"#)
            }
        }
        if request.method == .post { return .json(200, #"{"id":"\#(id)","status":"queued"}"#) }
        if request.url.path.hasSuffix("/content") {
            return HTTPResponse(
                status: 200,
                fields: ["Content-Type": "video/mp4", "Content-Length": "\(film.count)"],
                body: film
            )
        }
        guard !billed.isEmpty else { return GateBench.free(request) }
        return .json(200, #"{"id":"\#(id)","status":"completed"}"#)
    }
}
