import VideoGeneration
import VideoPlatform

/// What a client ordered, read and found acceptable.
struct Order: Sendable {
    var api: API
    var model: String
    var prompt: String
    var size: VideoSize
    var seconds: Int
    /// What the client wrote as its resolution and ratio, to be told back.
    var resolution = ""
    var ratio = ""
    /// The video that this one was made from.
    var origin: String?
}

/// A task that was accepted.
struct SimulatedTask: Sendable {
    /// Where a task stands.
    enum Stage: Sendable, Equatable {
        /// How far through the queue, 0…1.
        case queued(Double)
        /// How far along, 0…1.
        case running(Double)
        case succeeded
        case failed(Failure)
        case cancelled

        /// Whether nothing more happens.
        var isFinal: Bool {
            switch self {
            case .queued, .running: false
            case .succeeded, .failed, .cancelled: true
            }
        }
    }

    /// Why no video came of it.
    struct Failure: Sendable, Equatable {
        var code: String
        var message: String
    }

    let id: String
    /// Under which number MiniMax keeps the video.
    let fileID: String
    var order: Order
    let created: Date
    let start: ContinuousClock.Instant
    /// Seconds from start to end.
    let generationTime: Double
    /// How it will end, where not with a video.
    let failure: Failure?
    var isCancelled = false
    var isDeleted = false
    var bytesDelivered = 0

    /// The part of the time that is spent in the queue.
    static let queueShare = 0.2

    /// Where it stands at a moment.
    func stage(at moment: ContinuousClock.Instant = .now) -> Stage {
        if isCancelled { return .cancelled }
        let elapsed = (moment - start) / .seconds(1)
        if elapsed >= generationTime { return failure.map(Stage.failed) ?? .succeeded }
        let queue = generationTime * Self.queueShare
        if elapsed < queue { return .queued(elapsed / queue) }
        return .running((elapsed - queue) / (generationTime - queue))
    }

    /// When it started to run, and when it ended: seconds since 1970, 0 while they lie ahead.
    var times: (created: Int, started: Int, ended: Int) {
        let base = created.timeIntervalSince1970
        let stage = stage()
        let hasStarted = if case .queued = stage { false } else { true }
        return (
            Int(base), hasStarted ? Int(base + generationTime * Self.queueShare) : 0,
            stage.isFinal ? Int(base + generationTime) : 0
        )
    }

    /// The memory that it takes, roughly.
    var byteCount: Int { 1024 + order.prompt.utf8.count + order.model.utf8.count + (order.origin?.utf8.count ?? 0) }

    /// Whether it is paid for: a task that fails or is cancelled is not.
    var isBilled: Bool { failure == nil && !isCancelled }
}
