import VideoGeneration
import VideoRecording

func record(into path: String, _ work: (any HTTPTransport) async throws -> Void) async throws {
    let transport = RecordingTransport(SystemTransport.shared)
    try await work(transport)
    try transport.recording.write(to: path)
}

func play(_ path: String, _ work: (any HTTPTransport) async throws -> Void) async throws -> Bool {
    let transport = PlaybackTransport(try Recording(contentsOf: path))
    try await work(transport)
    return transport.unplayed.isEmpty
}
