/// Where a task stands at the provider.
public enum RemoteState: String, Sendable, Hashable, Codable, CaseIterable {
    /// Taken, not begun.
    case queued
    /// Being made. A word that no table knows means this, too.
    case running
    /// Made.
    case succeeded
    /// Tried, and failed.
    case failed
    /// Stopped on request.
    case cancelled
    /// Dropped by the provider.
    case expired

    /// Whether the provider will do no more.
    public var isFinal: Bool { self != .queued && self != .running }
}
