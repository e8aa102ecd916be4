/// The information that a provider gave about a task in one response.
public struct TaskSnapshot: Sendable, Hashable {
    /// The reference for further polls. The file's ID is filled in when it is known.
    public var remote: RemoteTask
    /// The state of the task at the provider.
    public var state: RemoteState
    /// The provider's own word for the state; nil if it sent none.
    public var rawStatus: String?
    /// Whether the dialect's table contains ``rawStatus``. An unknown status causes one warning.
    package var isKnownStatus: Bool
    /// The progress from 0 to 1; nil if the provider does not report it.
    public var progress: Double?
    /// The outputs and their links, if the response contains them.
    public var outputs: [VideoOutput]
    /// Width and height of the video; nil if the provider does not report them.
    package var size: VideoSize?
    /// The prompt, if the provider repeats it in a list. It identifies a task whose submit response was lost.
    public var prompt: String?
    /// The caller's own ID of the task, if a list or a lookup returns the value that was sent in
    /// ``VideoDialect/ownIDField``. It proves that the task belongs to this program.
    public var ownID: String?
    /// The time at which the provider created the task; nil if it does not report it.
    public var createdAt: Date?
    /// The amount that the provider charges for the task; nil if it does not report it. The charge replaces the
    /// estimate in the budget.
    public var charge: Charge?
    /// The reason why the task failed, expired or was canceled.
    public var failure: VideoError? {
        get { boxedFailure.value }
        set { boxedFailure = Indirect(newValue) }
    }
    /// The delay that the provider requests before the next poll.
    public var pollAfter: Duration?
    /// A message for the caller beside the task, from an error in the response to a submit.
    package var warning: String?
    /// The reason why the final state in ``state`` is not accepted yet.
    package var doubt: Doubt?
    /// Whether the ID came with a response outside 2xx, so that a poll has to confirm the task.
    package var isProvisional = false
    /// The time of the response by the provider's clock: its `Date` field.
    package var respondedAt: Date?

    /// A reason to wait until a final state has been reported more than once.
    package enum Doubt: String, Sendable, Hashable {
        /// A failure that does not name the task, or whose code means too many requests.
        case unconfirmed
        /// A success without a video.
        case withoutOutput
        /// The provider no longer knows the task.
        case gone
    }

    private var boxedFailure: Indirect<VideoError?>

    /// Creates a snapshot of a task.
    public init(
        _ remote: RemoteTask,
        _ state: RemoteState,
        rawStatus: String? = nil,
        isKnownStatus: Bool = true,
        progress: Double? = nil,
        outputs: [VideoOutput] = [],
        size: VideoSize? = nil,
        prompt: String? = nil,
        ownID: String? = nil,
        createdAt: Date? = nil,
        charge: Charge? = nil,
        failure: VideoError? = nil,
        pollAfter: Duration? = nil
    ) {
        self.remote = remote
        self.state = state
        self.rawStatus = rawStatus
        self.isKnownStatus = isKnownStatus
        self.progress = progress
        self.outputs = outputs
        self.size = size
        self.prompt = prompt
        self.ownID = ownID
        self.createdAt = createdAt
        self.charge = charge
        boxedFailure = Indirect(failure)
        self.pollAfter = pollAfter
    }
}
