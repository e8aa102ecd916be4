import Synchronization
import VideoGeneration
import VideoRecording

/// A transport that records its exchanges in a file.
final class RecordingFile: HTTPTransport {
    let path: String
    private let transport: RecordingTransport
    /// The number of exchanges in the file. It is locked while the file is written, so that concurrent tasks cannot
    /// replace a newer state with an older one.
    private let written = Mutex(0)

    /// Creates the file.
    /// - Throws: ``VideoError`` with code `usage` if the file cannot be written.
    init(_ path: String, over network: any HTTPTransport) throws {
        self.path = path
        transport = RecordingTransport(network)
        try write(transport.recording)
    }

    func send(_ request: HTTPRequest, timeouts: HTTPTimeouts, to sink: some HTTPSink) async throws {
        // The file is written after each exchange, so that the recording survives a crash.
        defer { try? save() }
        try await transport.send(request, timeouts: timeouts, to: sink)
    }

    /// Writes the exchanges since the last save to the file.
    /// - Throws: ``VideoError`` with code `usage` if the file cannot be written.
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
            throw VideoError.usage("\(path) cannot be written.", "Choose a file in a folder that you can write to.")
        }
    }
}
