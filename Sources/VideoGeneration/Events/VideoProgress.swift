/// An event during a call of ``VideoClient``, for a progress display or a log.
public enum VideoProgress: Sendable {
    /// A task changed.
    case task(VideoTask)
    /// A download received more bytes.
    case download(VideoTask, DownloadProgress)
    /// An operation failed and is retried after a delay. The task is unaffected.
    case waiting(VideoTask, VideoError, retryAfter: Duration)
    /// A warning, such as an unknown status word. Each is reported once.
    case warning(VideoTask, String)
}

/// A function that receives ``VideoProgress``. It is called in order, and the client waits for it to return.
public typealias VideoObserver = @Sendable (VideoProgress) -> Void
