import Synchronization
import VideoGeneration
import VideoPlatform

/// What all the APIs sell from: tasks, files, videos, and the books.
final class Backend: Sendable {
    private struct State {
        /// Oldest first.
        var order: [String] = []
        var tasks: [String: SimulatedTask] = [:]
        var taskOfFile: [String: String] = [:]
        var uploads: [UploadedFile] = []
        var characters: [String: VideoCharacter] = [:]
        var requests: [String: Int] = [:]
        var submits = 0
        var credentialsAtMedia: [String] = []
    }

    let options: SimulatorOptions
    let store: VideoStore
    private let state = Mutex(State())

    init(options: SimulatorOptions) {
        self.options = options
        store = VideoStore(limit: options.cacheBytes)
    }

    // MARK: Tasks

    /// Accepts an order, which is the moment when it is billed.
    func accept(_ order: Order, failure: SimulatedTask.Failure? = nil) -> SimulatedTask {
        let task = SimulatedTask(
            id: order.api.makeID(model: order.model),
            fileID: IDGenerator.decimal(15),
            order: order,
            created: Date(),
            start: .now,
            generationTime: options.generationTime,
            failure: failure
        )
        state.withLock { state in
            state.order.append(task.id)
            state.tasks[task.id] = task
            state.taskOfFile[task.fileID] = task.id
        }
        return task
    }

    /// The task of an id.
    func task(_ id: String) throws(Refusal) -> SimulatedTask {
        guard let task = state.withLock({ $0.tasks[id] }), !task.isDeleted else {
            throw Refusal(.notFound, id)
        }
        return task
    }

    /// The task whose video is kept under a file id.
    func task(ofFile id: String) throws(Refusal) -> SimulatedTask {
        guard let task = state.withLock({ $0.taskOfFile[id] }) else { throw Refusal(.notFound, id) }
        return try self.task(task)
    }

    /// The tasks of an API, newest first.
    func tasks(of apis: Set<API>) -> [SimulatedTask] {
        state.withLock { state in
            state.order.reversed().compactMap { state.tasks[$0] }.filter {
                apis.contains($0.order.api) && !$0.isDeleted
            }
        }
    }

    /// Cancels a task, or forgets it.
    func update(_ id: String, _ change: (inout SimulatedTask) -> Void) {
        state.withLock { state in
            guard var task = state.tasks[id] else { return }
            change(&task)
            state.tasks[id] = task
        }
    }

    // MARK: Videos

    /// The video of a task; it always exists, because an order's numbers were checked.
    func video(of task: SimulatedTask) -> SimulatedVideo? {
        SimulatedVideo(
            prompt: task.order.prompt,
            size: task.order.size,
            framesPerSecond: options.framesPerSecond,
            seconds: task.order.seconds
        )
    }

    /// The file of a task's video.
    func bytes(of task: SimulatedTask) -> [UInt8] { video(of: task).map(store.bytes) ?? [] }

    // MARK: Uploads

    /// Keeps an uploaded file's description.
    func keep(_ file: UploadedFile) { state.withLock { $0.uploads.append(file) } }

    /// Every upload.
    var uploads: [UploadedFile] { state.withLock(\.uploads) }

    /// Forgets an upload; false where there is none.
    func removeUpload(_ id: String) -> Bool {
        state.withLock { state in
            let count = state.uploads.count
            state.uploads.removeAll { $0.id == id }
            return state.uploads.count < count
        }
    }

    // MARK: Characters

    /// Keeps a character that a client made.
    func keep(_ character: VideoCharacter) { state.withLock { $0.characters[character.id] = character } }

    /// The character of an id.
    func character(_ id: String) throws(Refusal) -> VideoCharacter {
        guard let character = state.withLock({ $0.characters[id] }) else {
            throw Refusal(.notFound, id, parameter: "character_id")
        }
        return character
    }

    // MARK: Books

    /// Counts a complete request.
    func count(_ route: String, isSubmit: Bool) {
        state.withLock { state in
            state.requests[route, default: 0] += 1
            if isSubmit { state.submits += 1 }
        }
    }

    /// Notes which credentials came with a request for media.
    func noteCredentials(_ names: [String]) { state.withLock { $0.credentialsAtMedia += names } }

    /// What was asked and what is billed.
    var ledger: SimulatorLedger {
        let state = state.withLock { $0 }
        var ledger = SimulatorLedger()
        ledger.requests = state.requests
        ledger.submits = state.submits
        ledger.credentialsAtMedia = state.credentialsAtMedia
        for task in state.tasks.values {
            ledger.tasks[task.id] = SimulatorLedger.Task(
                model: task.order.model,
                promptSHA256: SHA256.hex(Array(task.order.prompt.utf8)),
                size: task.order.size.description,
                seconds: task.order.seconds,
                state: task.stage().word,
                isBilled: task.isBilled,
                bytesDelivered: task.bytesDelivered,
                videoSHA256: video(of: task).flatMap(store.digest)
            )
        }
        let billed = state.tasks.values.filter(\.isBilled)
        ledger.videosBilled = billed.count
        ledger.secondsBilled = billed.reduce(0) { $0 + $1.order.seconds }
        return ledger
    }
}

/// A file that a client put into MiniMax's store.
struct UploadedFile: Sendable {
    var id: String
    var bytes: Int
    var name: String
    var purpose: String
    var created: Int
}

extension SimulatedTask.Stage {
    /// The stage in a word of this package.
    var word: String {
        switch self {
        case .queued: "queued"
        case .running: "running"
        case .succeeded: "succeeded"
        case .failed: "failed"
        case .cancelled: "cancelled"
        }
    }
}
