public import VideoPlatform

/// The description of a download: its task, links and destination.
public struct VideoDownload: Sendable {
    /// The local id of the task. The part is named after it, and never after a name from a server.
    public var task: VideoTask.ID
    /// The links that are already known. If there are none, ``freshAssets`` is called first.
    public var assets: [VideoAsset]
    /// The API's own URL of the video, for use if no link works, or nil if there is none.
    public var contentRoute: VideoAsset?
    /// The time at which the provider finished the video, or nil if it is unknown. A store can need a moment from
    /// then on.
    public var endedAt: Date?
    /// The absolute path of the finished file. Its folder must exist.
    public var destination: String
    /// Whether an existing file at the destination can be replaced.
    public var replacing: Bool
    /// The folder for unfinished downloads: ``FileJournal/partsFolder``.
    public var partsFolder: String
    /// The provider's own origin, which decides which links can be followed; see ``LinkPolicy``.
    public var origin: Origin
    /// The provider's key, attached only to requests to its own origin.
    public var credential: Credential?
    /// Returns the file that an earlier run verified, or nil. Called with the part's lock held. If the destination
    /// or the part matches, nothing is downloaded.
    public var verified: @Sendable () async throws -> StoredVideo?
    /// Called with the part's lock held, before anything is downloaded. An error that it throws ends the download.
    public var begun: @Sendable () async throws -> Void
    /// Requests fresh links from the provider.
    public var freshAssets: @Sendable () async throws -> [VideoAsset]
    /// Interprets a response that isn't a video: returns the assets of JSON with another link, or throws the error
    /// in it.
    public var reinterpret: @Sendable (HTTPResponse, VideoAsset) throws -> [VideoAsset]

    /// Creates the description of a download.
    public init(
        of task: VideoTask.ID,
        assets: [VideoAsset] = [],
        contentRoute: VideoAsset? = nil,
        endedAt: Date? = nil,
        to destination: String,
        replacing: Bool = false,
        partsFolder: String,
        origin: Origin,
        credential: Credential? = nil,
        verified: @escaping @Sendable () async throws -> StoredVideo? = { nil },
        begun: @escaping @Sendable () async throws -> Void = {},
        freshAssets: @escaping @Sendable () async throws -> [VideoAsset],
        reinterpret: @escaping @Sendable (HTTPResponse, VideoAsset) throws -> [VideoAsset] = { _, _ in [] }
    ) {
        self.task = task
        self.assets = assets
        self.contentRoute = contentRoute
        self.endedAt = endedAt
        self.destination = destination
        self.replacing = replacing
        self.partsFolder = partsFolder
        self.origin = origin
        self.credential = credential
        self.verified = verified
        self.begun = begun
        self.freshAssets = freshAssets
        self.reinterpret = reinterpret
    }
}
