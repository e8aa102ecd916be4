import Synchronization
import VideoGeneration
import VideoPlatform

/// The tasks, uploads and the ledger of a loopback provider.
final class LoopbackBackend: Sendable {
    /// An upload of which at least one request arrived.
    struct Upload: Sendable {
        let fileID: String
        let input: MediaInput
        var responses: [HTTPResponse]
        /// The next request; nil after the last one.
        var next: RequestShape?
    }

    private struct State {
        /// The tasks, the oldest first.
        var tasks: [LoopbackTask] = []
        var uploads: [Upload] = []
        var ledger = LoopbackLedger()
        /// The charges for tasks that were removed.
        var forgotten = 0
    }

    /// The maximum number of tasks, requests and uploads that are kept.
    private static let limit = 1000
    private static let bodyLimit = 16 << 10

    let options: LoopbackOptions
    private let store = VideoStore(limit: 64 << 20)
    private let state = Mutex(State())

    init(_ options: LoopbackOptions) { self.options = options }

    // MARK: - Tasks

    /// The tasks, the newest first.
    var tasks: [LoopbackTask] { state.withLock { $0.tasks.reversed() } }

    func task(_ id: String) -> LoopbackTask? { state.withLock { $0.tasks.last { $0.id == id } } }

    func task(ofFile id: String) -> LoopbackTask? { state.withLock { $0.tasks.last { $0.fileID == id } } }

    func add(_ task: LoopbackTask) {
        state.withLock { state in
            state.tasks.append(task)
            if state.tasks.count > Self.limit, state.tasks.removeFirst().isBilled { state.forgotten += 1 }
        }
    }

    /// Changes a task and returns it.
    @discardableResult
    func update(_ id: String, _ change: (inout LoopbackTask) -> Void) -> LoopbackTask? {
        state.withLock { state in
            guard let index = state.tasks.lastIndex(where: { $0.id == id }) else { return nil }
            change(&state.tasks[index])
            return state.tasks[index]
        }
    }

    /// Returns the file of a task's video, or another one in its place.
    func bytes(of task: LoopbackTask, isChanged: Bool = false) -> [UInt8] {
        LoopbackTask.video(isChanged ? task.id + " (changed)" : task.id).map(store.bytes) ?? []
    }

    // MARK: - Uploads

    var uploads: [Upload] { state.withLock { $0.uploads.reversed() } }

    /// Stores an upload, in place of its earlier state.
    func keep(_ upload: Upload) {
        state.withLock { state in
            state.uploads.removeAll { $0.fileID == upload.fileID }
            state.uploads.append(upload)
            if state.uploads.count > Self.limit { state.uploads.removeFirst() }
        }
    }

    // MARK: - Ledger

    /// Records a complete request.
    func count(_ request: ServerRequest, _ purpose: LoopbackPurpose) {
        let entry = LoopbackLedger.Request(
            purpose: purpose.rawValue,
            method: request.method,
            target: request.target,
            body: String(decoding: request.body.prefix(Self.bodyLimit), as: UTF8.self)
        )
        state.withLock { state in
            state.ledger.requests.append(entry)
            if state.ledger.requests.count > Self.limit { state.ledger.requests.removeFirst() }
            state.ledger.counts[entry.purpose, default: 0] += 1
            if purpose == .submit { state.ledger.submits += 1 }
        }
    }

    func countRefusedKey() { state.withLock { $0.ledger.refusedKeys += 1 } }

    /// Records the names of fields with a key in a request to the media port.
    func noteKeys(_ names: [String]) {
        state.withLock { state in
            state.ledger.keysAtMedia += names.prefix(Self.limit - state.ledger.keysAtMedia.count)
        }
    }

    var ledger: LoopbackLedger {
        let state = state.withLock { $0 }
        var ledger = state.ledger
        for task in state.tasks {
            ledger.tasks[task.id] = LoopbackLedger.Task(
                state: "\(task.state(options.pace))",
                ownID: task.ownID,
                isBilled: task.isBilled,
                bytesDelivered: task.bytesDelivered,
                videoSHA256: task.video.flatMap(store.digest)
            )
        }
        ledger.videosBilled = state.forgotten + state.tasks.count(where: \.isBilled)
        return ledger
    }
}
