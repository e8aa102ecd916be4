/// How a simulator behaves when nothing goes wrong. Faults have a script of their own, ``FaultScript``.
public struct SimulatorOptions: Sendable, Hashable {
    /// What `GET /v1/videos/{id}/content` answers; relays differ.
    public enum ContentDelivery: String, Sendable, Hashable, CaseIterable {
        /// The file itself, as OpenAI does.
        case bytes
        /// A redirect to a signed link on the media port.
        case redirect
        /// JSON with a signed link in `video_url`.
        case json
    }

    /// The port of the APIs on 127.0.0.1; 0 lets the system choose.
    public var port: Int
    /// The port that plays the CDN; 0 lets the system choose.
    public var mediaPort: Int
    /// Seconds from a submit to the finished video, a fifth of them in the queue.
    public var generationTime: Double
    /// The only key that is accepted; nil accepts every key, and none.
    public var apiKey: String?
    /// What the content route answers.
    public var contentDelivery: ContentDelivery
    /// Seconds until a signed link expires: 9 h, as observed of MiniMax.
    public var linkLifetime: Double
    /// Frames in a second of every video.
    public var framesPerSecond: Int
    /// Bytes of finished videos to keep; older ones are made again when they are asked for.
    public var cacheBytes: Int
    /// The origin whose pages may read the answers in a browser, such as `http://localhost:3000`; `*` for any, nil for
    /// none.
    public var allowedOrigin: String?

    /// Sets what differs from the usual.
    public init(
        port: Int = 0,
        mediaPort: Int = 0,
        generationTime: Double = 4,
        apiKey: String? = nil,
        contentDelivery: ContentDelivery = .bytes,
        linkLifetime: Double = 32_400,
        framesPerSecond: Int = 24,
        cacheBytes: Int = 256 << 20,
        allowedOrigin: String? = nil
    ) {
        self.port = port
        self.mediaPort = mediaPort
        self.generationTime = generationTime
        self.apiKey = apiKey
        self.contentDelivery = contentDelivery
        self.linkLifetime = linkLifetime
        self.framesPerSecond = framesPerSecond
        self.cacheBytes = cacheBytes
        self.allowedOrigin = allowedOrigin
    }
}
