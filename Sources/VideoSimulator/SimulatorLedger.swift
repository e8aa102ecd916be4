/// The requests that a simulator received and the charges that it would have made.
///
/// Use it in a test to check that no task was bought twice. `GET /simulator/ledger` returns the same data as JSON.
public struct SimulatorLedger: Sendable, Hashable, Codable {
    /// A task that the simulator has accepted.
    public struct Task: Sendable, Hashable, Codable {
        /// The name of the requested model.
        public var model: String
        /// The SHA-256 of the prompt's UTF-8 bytes, in lowercase hexadecimal digits.
        public var promptSHA256: String
        /// The size of the video in pixels, such as `1366x768`.
        public var size: String
        /// The length of the video in seconds.
        public var seconds: Int
        /// The state of the task: `queued`, `running`, `succeeded`, `failed` or `cancelled`.
        public var state: String
        /// Whether the task is charged. Failed and cancelled tasks are not.
        public var isBilled: Bool
        /// The number of bytes of its video that were sent, over all downloads.
        public var bytesDelivered: Int
        /// The SHA-256 of its video, in lowercase hexadecimal digits. It is absent until the video is first requested.
        public var videoSHA256: String?
    }

    /// The number of complete requests by method and route, such as `GET /v1/videos/{id}`.
    public var requests: [String: Int] = [:]
    /// The number of complete POST requests that submit a task, including refused ones.
    public var submits = 0
    /// The number of tasks that are charged.
    public var videosBilled = 0
    /// The total length in seconds of the videos that are charged.
    public var secondsBilled = 0
    /// The accepted tasks by their ID.
    public var tasks: [String: Task] = [:]
    /// The names of header fields with a credential that reached the media port.
    ///
    /// It should stay empty. A signed link needs no key, and a key that is sent there is leaked.
    public var credentialsAtMedia: [String] = []
}
