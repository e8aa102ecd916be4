import VideoGeneration
import VideoPlatform

/// A task that a loopback provider accepted.
struct LoopbackTask: Sendable {
    /// A request that the dialect makes for the task.
    struct Route: Sendable {
        let shape: RequestShape
        let purpose: LoopbackPurpose
    }

    let id: String
    let fileID: String
    /// The caller's own ID in the submit.
    let ownID: String?
    let created: Date
    let start: ContinuousClock.Instant
    var ending: LoopbackOptions.Ending
    /// The reason that the provider gives for a failure.
    var reason = "The provider could not make this video."
    /// Whether the response to the submit contained the video.
    var isFinishedAtOnce = false
    /// The references that a client can have read from the responses.
    var remotes: [RemoteTask] = []
    var routes: [Route] = []
    var polls = 0
    var isCancelled = false
    var isDeleted = false
    var bytesDelivered = 0

    /// Whether the task is charged.
    var isBilled: Bool {
        guard !isCancelled else { return false }
        return switch ending {
        case .succeeded, .withoutOutput: true
        case .failed, .failure, .failedFile, .cancelled, .expired: false
        }
    }

    /// Returns the state of the task.
    func state(_ pace: LoopbackOptions.Pace, now: ContinuousClock.Instant = .now) -> RemoteState {
        if isCancelled { return .cancelled }
        let share: Double
        switch pace {
        case .polls(let count): share = polls > count ? 1 : polls > 1 ? 0.5 : 0
        case .seconds(let seconds): share = seconds > 0 ? (now - start) / .seconds(1) / seconds : 1
        }
        guard share >= 1 || isFinishedAtOnce else { return share < SimulatedTask.queueShare ? .queued : .running }
        return switch ending {
        case .succeeded, .failedFile, .withoutOutput: .succeeded
        case .failed, .failure: .failed
        case .cancelled: .cancelled
        case .expired: .expired
        }
    }

    /// The video of the task.
    var video: SimulatedVideo? { Self.video(id) }

    /// Returns a video of a quarter of a megabyte or so, which is another one for each prompt.
    static func video(_ prompt: String) -> SimulatedVideo? {
        VideoSize(width: 320, height: 192).flatMap {
            SimulatedVideo(prompt: prompt, size: $0, framesPerSecond: 12, seconds: 1)
        }
    }
}
