/// What a provider said about a task, at one moment.
public struct TaskSnapshot: Sendable, Hashable {
    /// How to ask about it again; the file's id is filled in once it is known.
    public var remote: RemoteTask
    /// Where the task stands.
    public var state: RemoteState
    /// The provider's own word for it.
    public var rawStatus: String?
    /// Whether ``rawStatus`` is in the dialect's table; an unknown word is worth one warning.
    public var isKnownStatus: Bool
    /// 0…1, where told.
    public var progress: Double?
    /// The made video and its links, where the answer carries them.
    public var assets: [VideoAsset]
    /// Width and height, where told.
    public var size: VideoSize?
    /// The prompt, where a list repeats it: how a task whose answer was lost is recognised.
    public var prompt: String?
    /// The order's own ID, where a list or a look-up echoes what ``VideoDialect/idempotencyHeader`` or a field of the
    /// request carried: proof of whose task it is.
    public var ownID: String?
    /// When the provider made the task, where told.
    public var createdAt: Date?
    /// What the provider charges for the task, where told; it takes the place of the estimate under a budget.
    public var charge: Money?
    /// Why it failed, expired or was cancelled.
    public var failure: VideoError? {
        get { boxedFailure.value }
        set { boxedFailure = Indirect(newValue) }
    }
    /// How long the provider asks to wait before the next poll.
    public var pollAfter: Duration?
    /// What a caller should hear about beside the task: a complaint in the response to a submit.
    package var warning: String?
    /// Why the end that ``state`` tells is not believed at once.
    package var doubt: Doubt?
    /// Whether the ID came with a response that was no success, so that a poll has to confirm the task.
    package var isProvisional = false
    /// When the provider says that it answered: the `Date` field of the response.
    package var respondedAt: Date?

    /// Why an end has to be told more than once.
    package enum Doubt: String, Sendable, Hashable {
        /// A failure that does not name the task, or whose code speaks of too many requests.
        case unconfirmed
        /// A success without a video.
        case withoutOutput
        /// The provider does not know the task any more.
        case gone
    }

    private var boxedFailure: Indirect<VideoError?>

    /// Makes a snapshot.
    public init(
        _ remote: RemoteTask,
        _ state: RemoteState,
        rawStatus: String? = nil,
        isKnownStatus: Bool = true,
        progress: Double? = nil,
        assets: [VideoAsset] = [],
        size: VideoSize? = nil,
        prompt: String? = nil,
        ownID: String? = nil,
        createdAt: Date? = nil,
        charge: Money? = nil,
        failure: VideoError? = nil,
        pollAfter: Duration? = nil
    ) {
        self.remote = remote
        self.state = state
        self.rawStatus = rawStatus
        self.isKnownStatus = isKnownStatus
        self.progress = progress
        self.assets = assets
        self.size = size
        self.prompt = prompt
        self.ownID = ownID
        self.createdAt = createdAt
        self.charge = charge
        boxedFailure = Indirect(failure)
        self.pollAfter = pollAfter
    }
}
