public import VideoPlatform

/// What is to be downloaded, and where to.
public struct VideoDownload: Sendable {
    /// This program's id of the task. The part is named for it, never for anything that a server said.
    public var task: VideoTask.ID
    /// The links that are known already; may be empty, then ``freshAssets`` is asked first.
    public var assets: [VideoAsset]
    /// The API's own address of the video, for when no link works; nil if there is none.
    public var contentRoute: VideoAsset?
    /// When the provider finished the video, where that is known: a store may need a moment from then on.
    public var endedAt: Date?
    /// The absolute path of the finished file. Its folder has to exist.
    public var destination: String
    /// Whether a file that is there already may be replaced.
    public var replacing: Bool
    /// The folder that unfinished downloads are kept in: ``FileJournal/partsFolder``.
    public var partsFolder: String
    /// The provider's own origin, which decides where links may lead; see ``LinkPolicy``.
    public var origin: Origin
    /// The provider's key, attached hop by hop to URLs of its own origin alone.
    public var credential: Credential?
    /// What an earlier run verified before it ended, asked once nobody else is at the part: where that very
    /// file is in its place, or is the part, nothing is fetched.
    public var verified: @Sendable () throws -> StoredVideo?
    /// Called once nobody else is at the part, before anything is fetched. What it throws ends the download.
    public var begun: @Sendable () async throws -> Void
    /// Asks the provider for links that work now.
    public var freshAssets: @Sendable () async throws -> [VideoAsset]
    /// Reads what a link answered where a video was expected: JSON with another link, or with an error.
    public var reinterpret: @Sendable (HTTPResponse, VideoAsset) throws -> [VideoAsset]

    /// Describes a download.
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
        verified: @escaping @Sendable () throws -> StoredVideo? = { nil },
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
