import Synchronization
import VideoGeneration
import VideoPlatform
import VideoRecording

/// A transport that takes note of the time at which a server says it answers, so that this machine's clock can
/// be held against it.
final class DatedTransport: HTTPTransport {
    private let transport: any HTTPTransport
    private let date = Mutex<Date?>(nil)

    init(_ transport: any HTTPTransport) { self.transport = transport }

    /// The server's time at its last answer; nil where it told none.
    var serverTime: Date? { date.withLock { $0 } }

    func send(_ request: HTTPRequest, timeouts: HTTPTimeouts, to sink: some HTTPSink) async throws {
        let dated = HeadSink(sink) { head in
            guard let time = RetryHint.date(of: head.fields) else { return }
            self.date.withLock { $0 = time }
        }
        try await transport.send(request, timeouts: timeouts, to: dated)
    }
}
