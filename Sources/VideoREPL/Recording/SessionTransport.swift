import Synchronization
import VideoGeneration
import VideoRecording
import VideoSimulator

/// The transport of a session, which can keep what is said, or play back what was kept.
final class SessionTransport: HTTPTransport {
    private enum Mode {
        case direct
        case recording(RecordingFile)
        case playing(PlaybackTransport)
    }

    private let network: any HTTPTransport
    private let mode = Mutex<Mode>(.direct)

    init(_ network: any HTTPTransport) { self.network = network }

    /// Whether answers come from a recording.
    var isPlaying: Bool {
        mode.withLock { if case .playing = $0 { true } else { false } }
    }

    /// The file that is recorded to; nil where nothing is.
    var recordingPath: String? {
        mode.withLock { if case .recording(let file) = $0 { file.path } else { nil } }
    }

    /// Keeps what follows in a file, redacted before it is written.
    /// - Throws: where the file cannot be written.
    func record(to path: String) throws {
        let file = try RecordingFile(path, over: network)
        mode.withLock { $0 = .recording(file) }
    }

    /// Answers what follows from a file; nothing is contacted.
    /// - Throws: where the file is no recording.
    func play(_ path: String) throws {
        let recording = try Recording(contentsOf: path)
        let player = PlaybackTransport(recording) { _ in Self.standIn }
        mode.withLock { $0 = .playing(player) }
    }

    /// Goes back to the network; what was recorded last is in the file.
    /// - Throws: where it cannot be written.
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

    /// The simulator has another port in each run: a request to this machine is looked up at the recorded one.
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

    /// A video that is none of the provider's: one second of a picture of our own.
    private static var standIn: [UInt8] {
        guard let size = VideoSize(width: 640, height: 360) else { return [] }
        return SimulatedVideo(prompt: "played back", size: size, seconds: 1)?.mp4() ?? []
    }
}
