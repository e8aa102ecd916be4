import VideoGeneration
import VideoPlatform

/// A client's request, parsed and validated.
struct Order: Sendable {
    var api: API
    var model: String
    var prompt: String
    var size: VideoSize
    var seconds: Int
    /// The resolution and ratio as the client wrote them, to be repeated in responses.
    var resolution = ""
    var ratio = ""
    /// The ID of the video that this one is made from.
    var origin: String?
}

/// An accepted task.
struct SimulatedTask: Sendable {
    /// The current stage of a task.
    enum Stage: Sendable, Equatable {
        /// Waiting. The value is the elapsed share of the time in the queue, from 0 to 1.
        case queued(Double)
        /// Generating. The value is the progress, from 0 to 1.
        case running(Double)
        case succeeded
        case failed(Failure)
        case cancelled

        /// Whether the stage can no longer change.
        var isFinal: Bool {
            switch self {
            case .queued, .running: false
            case .succeeded, .failed, .cancelled: true
            }
        }
    }

    /// The reason why a task failed.
    struct Failure: Sendable, Equatable {
        var code: String
        var message: String
    }

    let id: String
    /// The file ID of the video in MiniMax's file store.
    let fileID: String
    var order: Order
    let created: Date
    let start: ContinuousClock.Instant
    /// The seconds from start to end.
    let generationTime: Double
    /// The failure that the task will end with, or nil if it will succeed.
    let failure: Failure?
    var isCancelled = false
    var isDeleted = false
    var bytesDelivered = 0

    /// The share of the generation time that a task spends in the queue.
    static let queueShare = 0.2

    /// Returns the stage at an instant.
    func stage(at moment: ContinuousClock.Instant = .now) -> Stage {
        if isCancelled { return .cancelled }
        let elapsed = (moment - start) / .seconds(1)
        if elapsed >= generationTime { return failure.map(Stage.failed) ?? .succeeded }
        let queue = generationTime * Self.queueShare
        if elapsed < queue { return .queued(elapsed / queue) }
        return .running((elapsed - queue) / (generationTime - queue))
    }

    /// The times of creation, start and end in seconds since 1970. A time in the future is 0.
    var times: (created: Int, started: Int, ended: Int) {
        let base = created.timeIntervalSince1970
        let stage = stage()
        let hasStarted = if case .queued = stage { false } else { true }
        return (
            Int(base), hasStarted ? Int(base + generationTime * Self.queueShare) : 0,
            stage.isFinal ? Int(base + generationTime) : 0
        )
    }

    /// The approximate memory that the task uses, in bytes.
    var byteCount: Int { 1024 + order.prompt.utf8.count + order.model.utf8.count + (order.origin?.utf8.count ?? 0) }

    /// Whether the task is billed. A task that fails or is cancelled is not.
    var isBilled: Bool { failure == nil && !isCancelled }
}
