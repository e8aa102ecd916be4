import VideoGeneration
import VideoGenerationTesting

/// Takes its time, by a clock of the test's.
struct SlowTransport: HTTPTransport {
    var wait: Duration
    var receive: Duration
    var clock: ManualClock

    func send(_ request: HTTPRequest, timeouts: HTTPTimeouts, to sink: some HTTPSink) async throws {
        try await clock.sleep(for: wait)
        try await sink.receive(head: HTTPResponseHead(status: 200))
        try await clock.sleep(for: receive)
        try await sink.receive(chunk: Array("{}".utf8))
    }
}
