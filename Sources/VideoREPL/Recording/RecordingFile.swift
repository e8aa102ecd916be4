import Synchronization
import VideoGeneration
import VideoRecording

/// A transport that keeps what is said in a file.
final class RecordingFile: HTTPTransport {
    let path: String
    private let transport: RecordingTransport
    /// How many exchanges are in the file. It is locked while the file is written, so that of jobs that run
    /// at the same time none puts an older state in the place of a newer one.
    private let written = Mutex(0)

    /// Makes the file.
    /// - Throws: ``VideoError`` with code `usage` where it cannot be written.
    init(_ path: String, over network: any HTTPTransport) throws {
        self.path = path
        transport = RecordingTransport(network)
        try write(transport.recording)
    }

    func send(_ request: HTTPRequest, timeouts: HTTPTimeouts, to sink: some HTTPSink) async throws {
        // Written after each exchange: what was recorded outlives a crash.
        defer { try? save() }
        try await transport.send(request, timeouts: timeouts, to: sink)
    }

    /// Brings what was said since the last time into the file.
    /// - Throws: ``VideoError`` with code `usage` where it cannot be written.
    func save() throws {
        try written.withLock { written in
            let recording = transport.recording
            guard recording.exchanges.count > written else { return }
            try write(recording)
            written = recording.exchanges.count
        }
    }

    private func write(_ recording: Recording) throws {
        do { try recording.write(to: path) } catch {
            throw VideoError.usage("\(path) cannot be written.", "Give a file in a folder that is yours.")
        }
    }
}
