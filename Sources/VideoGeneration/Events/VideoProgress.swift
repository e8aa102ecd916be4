/// An event during a call of ``VideoClient``, for a progress display or a log.
public enum VideoProgress: Sendable {
    /// A file of a request is being uploaded before the submit. There is no task yet, and nothing was bought.
    case uploading(MediaInput.MediaType, bytes: Int)
    /// A task changed.
    case task(VideoTask)
    /// A download received more bytes.
    case download(VideoTask, DownloadProgress)
    /// An operation failed and is retried after a delay. The task is unaffected.
    case waiting(VideoTask, VideoError, retryAfter: Duration)
    /// A warning, such as an unknown status word or a retired model. Each is reported once.
    case warning(VideoTask, String)
}

/// A function that receives ``VideoProgress``. It is called in order, and the client waits for it to return.
public typealias VideoObserver = @Sendable (VideoProgress) -> Void
