/// The state of a task at the provider.
public enum RemoteState: String, Sendable, Hashable, Codable, CaseIterable {
    /// The provider accepted the task and has not started it.
    case queued
    /// The provider is making the video. A status that no table contains also means this state.
    case running
    /// The provider has made the video.
    case succeeded
    /// The provider tried to make the video and failed.
    case failed
    /// The task was canceled on request.
    case cancelled
    /// The provider dropped the task.
    case expired

    /// Whether the provider does no more work on the task.
    package var isFinal: Bool { self != .queued && self != .running }
}
