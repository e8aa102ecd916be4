import Synchronization
import VideoGeneration
import VideoPlatform
import VideoRecording

/// A transport that keeps the time that a server reports in its responses, so that this machine's clock can be compared
/// with it.
final class DatedTransport: HTTPTransport {
    private let transport: any HTTPTransport
    private let date = Mutex<Date?>(nil)

    init(_ transport: any HTTPTransport) { self.transport = transport }

    /// The time in the latest response that reported one, or nil.
    var serverTime: Date? { date.withLock { $0 } }

    func send(_ request: HTTPRequest, timeouts: HTTPTimeouts, to sink: some HTTPSink) async throws {
        let dated = HeadSink(sink) { head in
            guard let time = RetryHint.date(of: head.fields) else { return }
            self.date.withLock { $0 = time }
        }
        try await transport.send(request, timeouts: timeouts, to: dated)
    }
}
