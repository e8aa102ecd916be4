/// The requests that a ``LoopbackProvider`` received and the videos that it would have billed.
public struct LoopbackLedger: Sendable, Hashable, Codable {
    /// A request as it arrived, without its header fields.
    public struct Request: Sendable, Hashable, Codable {
        /// The purpose of the request: `submit`, `status`, `file`, `content`, `cancel`, `list`, `lookup`, `upload`,
        /// `media`, or `other` if the dialect makes no such request.
        public var purpose: String
        /// The HTTP method.
        public var method: String
        /// The path and the query.
        public var target: String
        /// The first 16 KiB of the body, as text.
        public var body: String
    }

    /// A task that was accepted.
    public struct Task: Sendable, Hashable, Codable {
        /// The state that the last poll reported, such as `running`.
        public var state: String
        /// The caller's own ID of the task; absent if the submit has none.
        public var ownID: String?
        /// Whether the task is charged. Failed and canceled tasks are not.
        public var isBilled: Bool
        /// The number of bytes of its video that were sent, over all downloads.
        public var bytesDelivered: Int
        /// The SHA-256 of its video, in lowercase hexadecimal digits. It is absent until the video is first requested.
        public var videoSHA256: String?
    }

    /// The latest requests, the oldest first; at most 1000.
    public var requests: [Request] = []
    /// The number of requests by their purpose.
    public var counts: [String: Int] = [:]
    /// The number of complete POST requests that submit a task, including refused ones.
    public var submits = 0
    /// The number of tasks that are charged.
    public var videosBilled = 0
    /// The accepted tasks by the provider's ID.
    public var tasks: [String: Task] = [:]
    /// The number of requests that were refused because of their key.
    public var refusedKeys = 0
    /// The names of header fields with a key that reached the media port. It should stay empty.
    public var keysAtMedia: [String] = []
}
