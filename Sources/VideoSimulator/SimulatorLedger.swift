/// What a simulator was asked and what it would have billed: the judge of "never bought twice".
///
/// `GET /simulator/ledger` answers the same as JSON.
public struct SimulatorLedger: Sendable, Hashable, Codable {
    /// One accepted task.
    public struct Task: Sendable, Hashable, Codable {
        /// The model that was asked for.
        public var model: String
        /// SHA-256 of the prompt's UTF-8, in hexadecimal digits.
        public var promptSHA256: String
        /// Pixels, `1366x768`.
        public var size: String
        /// Seconds of video.
        public var seconds: Int
        /// `queued`, `running`, `succeeded`, `failed` or `cancelled`.
        public var state: String
        /// Whether it is paid for: failed and cancelled tasks are not.
        public var isBilled: Bool
        /// Bytes of its video that went out, over all downloads.
        public var bytesDelivered: Int
        /// SHA-256 of its video in hexadecimal digits; absent as long as nobody asked for the video.
        public var videoSHA256: String?
    }

    /// Complete requests, by method and route: `GET /v1/videos/{id}`.
    public var requests: [String: Int] = [:]
    /// Complete POSTs that ask for a video, whatever they were answered.
    public var submits = 0
    /// Tasks that are paid for.
    public var videosBilled = 0
    /// Seconds of the videos that are paid for.
    public var secondsBilled = 0
    /// Accepted tasks by their id.
    public var tasks: [String: Task] = [:]
    /// Names of header fields with a credential that reached the media port. It should stay empty: a signed
    /// link needs no key, and a key that goes there is leaked.
    public var credentialsAtMedia: [String] = []
}
