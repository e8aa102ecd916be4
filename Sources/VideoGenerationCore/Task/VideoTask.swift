/// One purchase, from the wish to the file: what the journal keeps and what an app shows.
///
/// A value without secrets. It can be encoded, handed to another process and resumed there with
/// ``VideoClient/resume(_:to:replacing:wait:observe:)``.
public struct VideoTask: Sendable, Hashable, Identifiable {
    /// The ID of a task in this program.
    public typealias ID = TaskID

    /// This program's own id.
    public let id: ID
    /// Who sells it, and how to reach them again.
    public var provider: ProviderReference { boxedProvider.value }
    /// What was ordered. Pictures are described, not kept; a private prompt is not kept either.
    public var request: VideoRequest { boxedRequest.value }
    /// When it was ordered.
    public let createdAt: Date

    /// Where it stands.
    public var state: State
    /// When it last changed.
    public var updatedAt: Date
    /// How many times the purchase may have left this machine: 0 or 1, more only after proven failures to
    /// send and after "come back later".
    public var submits: Int
    /// What it costs, as far as that is known: the estimate of the day, and what was charged for questions since.
    public var cost: Money?
    /// What the provider charged; nil until it says so.
    public var charge: Money?
    /// How many seconds of video were ordered, where that is known.
    public var orderedSeconds: Int?
    /// When it was last about to be sent; nil if it never was, or if an older version wrote it down.
    public package(set) var submittedAt: Date?
    /// How to ask the provider about it; nil until the provider has taken it.
    public var remote: RemoteTask? {
        get { boxedRemote.value }
        set { boxedRemote = Indirect(newValue) }
    }
    /// Whether the provider's ID came with a response that was no success, and no poll has confirmed it yet.
    package var isProvisional = false
    /// The provider's own word for the state.
    public var rawStatus: String?
    /// 0…1, never going back; nil where the provider does not tell.
    public var progress: Double?
    /// When the provider began, as near as two polls tell; nil where nobody looked shortly before and after.
    public var startedAt: Date?
    /// When the video was made, as near as two polls tell; nil where nobody looked shortly before and after.
    public var endedAt: Date?
    /// Why it failed, or what is not known about it.
    public var failure: VideoError? {
        get { boxedFailure.value }
        set { boxedFailure = Indirect(newValue) }
    }
    /// Where the file is to be, once a place was chosen.
    public var destination: String?
    /// Whether a file that is at the destination already may be replaced.
    public var replacesFile = false
    /// The file, once it is verified; in its place once the task is `stored`.
    public var file: StoredVideo? {
        get { boxedFile.value }
        set { boxedFile = Indirect(newValue) }
    }

    private let boxedProvider: Indirect<ProviderReference>
    private let boxedRequest: Indirect<VideoRequest>
    private var boxedRemote = Indirect<RemoteTask?>(nil)
    private var boxedFailure = Indirect<VideoError?>(nil)
    private var boxedFile = Indirect<StoredVideo?>(nil)

    /// Makes a task that exists nowhere yet.
    public init(
        id: ID,
        provider: ProviderReference,
        request: VideoRequest,
        createdAt: Date,
        destination: String? = nil
    ) {
        self.id = id
        boxedProvider = Indirect(provider)
        boxedRequest = Indirect(request)
        self.createdAt = createdAt.asWritten
        self.destination = destination
        state = .intent
        updatedAt = self.createdAt
        submits = 0
    }

    /// The model that was ordered; nil where the provider chose.
    public var model: String? { remote?.model ?? request.model }

    /// Whether the provider may charge for it: everything that was sent and is not known to have been refused, nor
    /// to have come to nothing without a charge.
    public var isCharged: Bool {
        switch state {
        case .submitting, .outcomeUnknown, .queued, .running, .succeeded, .stored: true
        case .intent: false
        case .expired: charge?.amount != 0
        // Without an id the provider never accepted it; with one, a person may have said that nothing was bought.
        case .failed, .cancelled: remote != nil && failure?.code != .notSent && charge?.amount != 0
        }
    }
}
