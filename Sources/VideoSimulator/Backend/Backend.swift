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
        /// The memory that the tasks take, roughly.
        var taskBytes = 0
        /// What was billed of tasks that are no longer kept.
        var forgotten = (videos: 0, seconds: 0)

        /// Forgets the oldest tasks, where there are too many to be kept.
        mutating func makeRoom() {
            guard taskBytes > Backend.taskBytesLimit else { return }
            // A tenth at once, so that it is not done for each task.
            let goal = Backend.taskBytesLimit / 10 * 9
            order.removeAll { id in
                guard taskBytes > goal, let task = tasks[id] else { return false }
                taskBytes -= task.byteCount
                if task.isBilled {
                    forgotten.videos += 1
                    forgotten.seconds += task.order.seconds
                }
                tasks[id] = nil
                taskOfFile[task.fileID] = nil
                return true
            }
        }
    }

    /// The memory of all tasks that are kept: more than a hundred thousand with usual prompts.
    static let taskBytesLimit = 256 << 20
    /// How many uploads, and how many names of stray credentials, are kept.
    private static let listLimit = 10_000

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
            state.taskBytes += task.byteCount
            state.makeRoom()
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
    func keep(_ file: UploadedFile) {
        var file = file
        file.name = String(file.name.prefix(255))
        file.purpose = String(file.purpose.prefix(255))
        state.withLock { [file] state in
            state.uploads.append(file)
            if state.uploads.count > Self.listLimit { state.uploads.removeFirst() }
        }
    }

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
    func noteCredentials(_ names: [String]) {
        state.withLock { state in
            state.credentialsAtMedia += names.prefix(Self.listLimit - state.credentialsAtMedia.count)
        }
    }

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
        ledger.videosBilled = state.forgotten.videos + billed.count
        ledger.secondsBilled = billed.reduce(state.forgotten.seconds) { $0 + $1.order.seconds }
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
