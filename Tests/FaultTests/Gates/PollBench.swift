import Foundation
import Synchronization
import Testing
import VideoGenerationTesting

@testable import VideoGeneration
@testable import VideoGenerationCore

/// A task that was accepted, and polls that are answered by a script whose last response stays.
struct PollBench: Sendable {
    private final class Script: Sendable {
        let responses: Mutex<[HTTPResponse]>
        init(_ responses: [HTTPResponse]) { self.responses = Mutex(responses) }
        func next() -> HTTPResponse { responses.withLock { $0.count > 1 ? $0.removeFirst() : $0[0] } }
        var isAtEnd: Bool { responses.withLock { $0.count == 1 } }
    }

    let bench: GateBench
    let id: VideoTask.ID
    private let script: Script

    init(
        _ family: PollFamily,
        submit: HTTPResponse? = nil,
        clock: ManualClock = ManualClock(),
        polls: [HTTPResponse]
    ) async throws {
        let script = Script(polls)
        // The free read comes before the order.
        let isOrdered = Mutex(false)
        let accepted = submit ?? .json(200, #"{"task_id":"\#(PollFamily.id)"}"#)
        bench = try GateBench(family.entry, clock: clock) { request in
            if request.method == .post {
                isOrdered.withLock { $0 = true }
                return accepted
            }
            guard isOrdered.withLock({ $0 }) else { return GateBench.free(request) }
            return request.url.origin.host == "api.example.com" ? script.next() : .json(404, "")
        }
        self.script = script
        id = try await bench.submit().get().id
    }

    var task: VideoTask {
        get throws { try #require(try bench.journal.task(id)) }
    }

    /// Whether every response but the last one was asked for.
    var isAtEnd: Bool { script.isAtEnd }

    /// Replaces what is left of the script.
    func answer(_ polls: HTTPResponse...) { script.responses.withLock { $0 = polls } }

    /// Waits for the provider's last word, and again if the wait ends with an error, until the script is at its end.
    /// - Returns: the errors that ended a wait.
    func wait(_ length: WaitLimit = .standard) async throws -> [VideoError] {
        var errors: [VideoError] = []
        for _ in 0..<40 {
            do {
                for try await _ in bench.client.updates(of: id, wait: length) {}
                return errors
            } catch let error as VideoError {
                errors.append(error)
                let state = try task.state
                guard state == .queued || state == .running else { return errors }
            }
        }
        return errors
    }
}
