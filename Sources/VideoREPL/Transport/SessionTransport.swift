import Synchronization
import VideoGeneration
import VideoRecording
import VideoSimulator

/// The transport of a session. It can record exchanges, or play back a recording.
final class SessionTransport: HTTPTransport {
    private enum Mode {
        case direct
        case recording(RecordingFile)
        case playing(PlaybackTransport)
    }

    private let network: any HTTPTransport
    private let mode = Mutex<Mode>(.direct)

    init(_ network: any HTTPTransport) { self.network = network }

    /// Whether responses come from a recording.
    var isPlaying: Bool {
        mode.withLock { if case .playing = $0 { true } else { false } }
    }

    /// The file that exchanges are recorded in, or nil if nothing is recorded.
    var recordingPath: String? {
        mode.withLock { if case .recording(let file) = $0 { file.path } else { nil } }
    }

    /// Records the following exchanges in a file. They are redacted before they are written.
    /// - Throws: ``VideoError`` with code `usage` if the file cannot be written.
    func record(to path: String) throws {
        let file = try RecordingFile(path, over: network)
        mode.withLock { $0 = .recording(file) }
    }

    /// Plays back the responses of a recording. No server is contacted.
    /// - Throws: an error if the file is not a recording.
    func play(_ path: String) throws {
        let recording = try Recording(contentsOf: path)
        let player = PlaybackTransport(recording) { _ in Self.standIn }
        mode.withLock { $0 = .playing(player) }
    }

    /// Returns to the network, and saves the last exchanges of a recording.
    /// - Throws: ``VideoError`` with code `usage` if the file cannot be written.
    func stop() throws {
        let last = mode.withLock { mode in
            defer { mode = .direct }
            return mode
        }
        if case .recording(let file) = last { try file.save() }
    }

    func send(_ request: HTTPRequest, timeouts: HTTPTimeouts, to sink: some HTTPSink) async throws {
        switch mode.withLock({ $0 }) {
        case .direct: try await network.send(request, timeouts: timeouts, to: sink)
        case .playing(let player):
            try await player.send(Self.moved(request, player), timeouts: timeouts, to: sink)
        case .recording(let file): try await file.send(request, timeouts: timeouts, to: sink)
        }
    }

    /// Returns a request with the recorded port. The simulator has another port in each run, so a request to this
    /// machine is matched by its path and query.
    private static func moved(_ request: HTTPRequest, _ player: PlaybackTransport) -> HTTPRequest {
        guard request.url.origin.isLoopback else { return request }
        var moved = request
        for exchange in player.unplayed {
            guard let url = HTTPURL(exchange.url), url.origin.isLoopback, url.target == request.url.target else {
                continue
            }
            moved.url = url
            break
        }
        return moved
    }

    /// A placeholder for the provider's video, which a recording does not contain: one second of a generated picture.
    private static var standIn: [UInt8] {
        guard let size = VideoSize(width: 640, height: 360) else { return [] }
        return SimulatedVideo(prompt: "played back", size: size, seconds: 1)?.mp4() ?? []
    }
}
