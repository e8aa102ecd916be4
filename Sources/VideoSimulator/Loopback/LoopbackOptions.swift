/// The behavior of a ``LoopbackProvider`` without faults.
public struct LoopbackOptions: Sendable, Hashable {
    /// The time that a task takes.
    public enum Pace: Sendable, Hashable {
        /// The task is queued at the first poll, then running, and ends at the poll after this number of polls.
        case polls(Int)
        /// The task ends after a number of seconds, of which it spends a fifth in the queue.
        case seconds(Double)
    }

    /// The end of every task.
    public enum Ending: Sendable, Hashable {
        /// The task has a video.
        case succeeded
        /// The task fails with the sample `failed`.
        case failed
        /// The task fails with the element of the samples `failures` that has this index.
        case failure(Int)
        /// The task succeeds, and the request for the links fails with the sample `failedFile`.
        case failedFile
        /// The task succeeds without a video, with the sample `withoutOutput`.
        case withoutOutput
        /// The provider cancels the task.
        case cancelled
        /// The provider drops the task.
        case expired
    }

    /// The port of the API on 127.0.0.1. With 0 the system chooses one.
    public var port: Int
    /// The port that acts as the CDN. With 0 the system chooses one.
    public var mediaPort: Int
    /// The path of the base URL, such as `/v1`.
    public var path: String
    /// The only key that is accepted. If it is nil, a request can omit the key, but cannot send it in another form.
    public var key: String?
    /// The time that a task takes.
    public var pace: Pace
    /// The end of every task.
    public var ending: Ending
    /// The seconds until a signed link expires.
    public var linkLifetime: Double
    /// The origin whose pages may read responses in a browser. `*` allows any origin and nil allows none.
    public var allowedOrigin: String?

    /// Creates options. Every parameter has a default.
    public init(
        port: Int = 0,
        mediaPort: Int = 0,
        path: String = "",
        key: String? = nil,
        pace: Pace = .polls(2),
        ending: Ending = .succeeded,
        linkLifetime: Double = 3600,
        allowedOrigin: String? = nil
    ) {
        self.port = port
        self.mediaPort = mediaPort
        self.path = path
        self.key = key
        self.pace = pace
        self.ending = ending
        self.linkLifetime = linkLifetime
        self.allowedOrigin = allowedOrigin
    }
}
