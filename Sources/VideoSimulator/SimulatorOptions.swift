/// The behavior of a simulator without faults. A ``FaultScript`` describes the faults.
public struct SimulatorOptions: Sendable, Hashable {
    /// The response of `GET /v1/videos/{id}/content`, which differs between relays.
    public enum ContentDelivery: String, Sendable, Hashable, CaseIterable {
        /// The file itself, as OpenAI sends it.
        case bytes
        /// A redirect to a signed link on the media port.
        case redirect
        /// A JSON object with a signed link in `video_url`.
        case json
    }

    /// The port of the APIs on 127.0.0.1. With 0 the system chooses one.
    public var port: Int
    /// The port that acts as the CDN. With 0 the system chooses one.
    public var mediaPort: Int
    /// The seconds from a submit to the finished video. A task spends a fifth of this time in the queue.
    public var generationTime: Double
    /// The only key that is accepted. If it is nil, requests are accepted with any key and without one.
    public var apiKey: String?
    /// The response of the content route.
    public var contentDelivery: ContentDelivery
    /// The seconds until a signed link expires. The default is 9 hours, as observed with MiniMax.
    public var linkLifetime: Double
    /// The number of frames per second of every video.
    public var framesPerSecond: Int
    /// The number of bytes of finished videos to keep in memory. Older videos are made again on request.
    public var cacheBytes: Int
    /// The origin whose pages may read responses in a browser, such as `http://localhost:3000`. `*` allows any origin
    /// and nil allows none.
    public var allowedOrigin: String?

    /// Creates options. Every parameter has a default.
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
