import Synchronization

/// Makes each video once, when it is first requested, and keeps the recently used ones.
final class VideoStore: Sendable {
    /// A cache entry. The first thread that needs the video makes it under the lock, and the others wait.
    private final class Entry: Sendable {
        let bytes = Mutex<[UInt8]?>(nil)
    }

    private struct State {
        var entries: [SimulatedVideo: Entry] = [:]
        /// The videos that are made and their sizes, least recently used first.
        var recent: [(video: SimulatedVideo, bytes: Int)] = []
        var digests: [SimulatedVideo: String] = [:]
    }

    private static let digestLimit = 2000
    private let limit: Int
    private let state = Mutex(State())

    init(limit: Int) { self.limit = limit }

    /// Returns the file of a video.
    func bytes(of video: SimulatedVideo) -> [UInt8] {
        let entry = state.withLock { state in
            let entry = state.entries[video] ?? Entry()
            state.entries[video] = entry
            return entry
        }
        let bytes = entry.bytes.withLock { bytes in
            let made = bytes ?? video.mp4()
            bytes = made
            return made
        }
        state.withLock { state in
            state.recent.removeAll { $0.video == video }
            state.recent.append((video, bytes.count))
            var total = state.recent.reduce(0) { $0 + $1.bytes }
            while total > limit, state.recent.count > 1 {
                let oldest = state.recent.removeFirst()
                state.entries[oldest.video] = nil
                total -= oldest.bytes
            }
        }
        return bytes
    }

    /// Returns the SHA-256 of a video, or nil if the video was not requested yet.
    func digest(of video: SimulatedVideo) -> String? {
        let (known, isMade) = state.withLock { state in
            (state.digests[video], state.recent.contains { $0.video == video })
        }
        if let known { return known }
        guard isMade else { return nil }
        let digest = SHA256.hex(bytes(of: video))
        state.withLock { state in
            // Digests are quick to compute again, and each key holds a prompt.
            if state.digests.count >= Self.digestLimit { state.digests = [:] }
            state.digests[video] = digest
        }
        return digest
    }
}
