import Synchronization
import VideoGeneration
import VideoPlatform

/// The state that all APIs share: tasks, files, videos, and the ledger.
final class Backend: Sendable {
    private struct State {
        /// Task IDs, oldest first.
        var order: [String] = []
        var tasks: [String: SimulatedTask] = [:]
        var taskOfFile: [String: String] = [:]
        var uploads: [UploadedFile] = []
        var characters: [String: VideoCharacter] = [:]
        var requests: [String: Int] = [:]
        var submits = 0
        var credentialsAtMedia: [String] = []
        /// The approximate memory that the tasks use, in bytes.
        var taskBytes = 0
        /// The charges for tasks that were removed.
        var forgotten = (videos: 0, seconds: 0)

        /// Removes the oldest tasks if there are too many.
        mutating func makeRoom() {
            guard taskBytes > Backend.taskBytesLimit else { return }
            // Removes a tenth at once, so that the scan doesn't run for each new task.
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

    /// The maximum memory of all tasks in bytes: enough for more than 100,000 tasks with typical prompts.
    static let taskBytesLimit = 256 << 20
    /// The maximum number of uploads, and of credential names at the media port, that are kept.
    private static let listLimit = 10_000

    let options: SimulatorOptions
    let store: VideoStore
    private let state = Mutex(State())

    init(options: SimulatorOptions) {
        self.options = options
        store = VideoStore(limit: options.cacheBytes)
    }

    // MARK: Tasks

    /// Accepts a request and creates its task, which is billed from this moment.
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

    /// Returns the task with an ID.
    func task(_ id: String) throws(Refusal) -> SimulatedTask {
        guard let task = state.withLock({ $0.tasks[id] }), !task.isDeleted else {
            throw Refusal(.notFound, id)
        }
        return task
    }

    /// Returns the task whose video has a file ID.
    func task(ofFile id: String) throws(Refusal) -> SimulatedTask {
        guard let task = state.withLock({ $0.taskOfFile[id] }) else { throw Refusal(.notFound, id) }
        return try self.task(task)
    }

    /// Returns the tasks of some APIs, newest first.
    func tasks(of apis: Set<API>) -> [SimulatedTask] {
        state.withLock { state in
            state.order.reversed().compactMap { state.tasks[$0] }.filter {
                apis.contains($0.order.api) && !$0.isDeleted
            }
        }
    }

    /// Changes a task, for example to cancel or delete it.
    func update(_ id: String, _ change: (inout SimulatedTask) -> Void) {
        state.withLock { state in
            guard var task = state.tasks[id] else { return }
            change(&task)
            state.tasks[id] = task
        }
    }

    // MARK: Videos

    /// Returns the video of a task. It is never nil for an accepted task, because the numbers in its request were
    /// checked.
    func video(of task: SimulatedTask) -> SimulatedVideo? {
        SimulatedVideo(
            prompt: task.order.prompt,
            size: task.order.size,
            framesPerSecond: options.framesPerSecond,
            seconds: task.order.seconds
        )
    }

    /// Returns the file of a task's video.
    func bytes(of task: SimulatedTask) -> [UInt8] { video(of: task).map(store.bytes) ?? [] }

    // MARK: Uploads

    /// Stores the description of an uploaded file.
    func keep(_ file: UploadedFile) {
        var file = file
        file.name = String(file.name.prefix(255))
        file.purpose = String(file.purpose.prefix(255))
        state.withLock { [file] state in
            state.uploads.append(file)
            if state.uploads.count > Self.listLimit { state.uploads.removeFirst() }
        }
    }

    /// All uploaded files that are kept.
    var uploads: [UploadedFile] { state.withLock(\.uploads) }

    /// Removes an upload. Returns false if there is none with this ID.
    func removeUpload(_ id: String) -> Bool {
        state.withLock { state in
            let count = state.uploads.count
            state.uploads.removeAll { $0.id == id }
            return state.uploads.count < count
        }
    }

    // MARK: Characters

    /// Stores a character that a client created.
    func keep(_ character: VideoCharacter) { state.withLock { $0.characters[character.id] = character } }

    /// Returns the character with an ID.
    func character(_ id: String) throws(Refusal) -> VideoCharacter {
        guard let character = state.withLock({ $0.characters[id] }) else {
            throw Refusal(.notFound, id, parameter: "character_id")
        }
        return character
    }

    // MARK: Ledger

    /// Counts a complete request.
    func count(_ route: String, isSubmit: Bool) {
        state.withLock { state in
            state.requests[route, default: 0] += 1
            if isSubmit { state.submits += 1 }
        }
    }

    /// Records the names of credentials in a request to the media port.
    func noteCredentials(_ names: [String]) {
        state.withLock { state in
            state.credentialsAtMedia += names.prefix(Self.listLimit - state.credentialsAtMedia.count)
        }
    }

    /// The requests and charges up to now.
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

/// A file that a client uploaded to MiniMax's file store.
struct UploadedFile: Sendable {
    var id: String
    var bytes: Int
    var name: String
    var purpose: String
    var created: Int
}

extension SimulatedTask.Stage {
    /// The name of the stage in the ledger and in MiniMax's second API.
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
