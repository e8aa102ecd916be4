/// What happens while somebody waits, for a progress line or a log.
public enum VideoProgress: Sendable {
    /// A task changed.
    case task(VideoTask)
    /// More bytes are here.
    case download(VideoTask, DownloadProgress)
    /// Something went wrong that is tried again after a while; the task is not harmed.
    case waiting(VideoTask, VideoError, retryAfter: Duration)
    /// Something that is worth a look, such as a status word that no table knows. Told once.
    case warning(VideoTask, String)
}

/// Takes note of ``VideoProgress``; called in the order of things, and waited for: be quick.
public typealias VideoObserver = @Sendable (VideoProgress) -> Void
