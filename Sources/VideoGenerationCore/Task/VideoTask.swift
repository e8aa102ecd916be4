/// One purchase of a video, from the request to the file. The journal stores it and an app displays it.
///
/// A value without secrets. It can be encoded, passed to another process and resumed there with
/// `VideoClient/resume(_:to:replacing:outputs:wait:observe:)`.
public struct VideoTask: Sendable, Hashable, Identifiable {
    /// The ID of a task in this program.
    public typealias ID = TaskID

    /// This program's own ID of the task.
    public let id: ID
    /// The provider of the current attempt, with its address and the name of its key's variable.
    public var provider: ProviderReference { choice?.provider ?? boxedProvider.value }
    /// The request of the current attempt. Pictures are described, not stored. A private prompt is not stored.
    public var request: VideoRequest { choice?.request ?? boxedRequest.value }
    /// The request as the caller gave it, before a route adapted it to a candidate.
    package var originalRequest: VideoRequest { boxedRequest.value }
    /// The caller's own name of the task, unique in a journal; nil if it has none.
    public let label: String?
    /// The fingerprint of the request that the label stands for; nil if there is no label.
    package var digest: String?
    /// The route that chooses the provider; nil if the caller named a provider.
    public var route: Route? { choice?.route ?? boxedRoute.value }
    /// The priority among the tasks that wait for the same provider and model: a higher number is sent first.
    public let priority: Int
    /// The time at which the task was created.
    public let createdAt: Date

    /// The current state of the task.
    public package(set) var state: State
    /// The time of the last change.
    public package(set) var updatedAt: Date
    /// The number of times that the request may have left this machine: 0 or 1. It is higher only after proven failures
    /// to send and after responses that ask to submit later.
    public package(set) var submits: Int
    /// The estimated cost at the time of the submit plus the fees for file requests since then; nil if it is not known.
    public package(set) var cost: Money?
    /// The amount that the provider charged; nil until it reports one.
    public package(set) var charge: Charge?
    /// The length of the requested video in seconds; nil if it is not known.
    package var orderedSeconds: Int?
    /// The time at which the last submit began; nil if there was none or an earlier version wrote the entry.
    public package(set) var submittedAt: Date?
    /// The reference for polling the provider; nil until the provider has accepted the task.
    public package(set) var remote: RemoteTask? {
        get { boxedRemote.value }
        set { boxedRemote = Indirect(newValue) }
    }
    /// Whether the provider's ID came with a response outside 2xx and no poll has confirmed it yet.
    package var isProvisional = false
    /// The provider's own word for the state.
    public package(set) var rawStatus: String?
    /// The progress from 0 to 1. It never decreases; nil if the provider does not report it.
    public package(set) var progress: Double?
    /// The time at which the provider started, estimated from two polls; nil if there was no poll shortly before and
    /// after it.
    public package(set) var startedAt: Date?
    /// The time at which the video was made, estimated from two polls; nil if there was no poll shortly before and
    /// after it.
    public package(set) var endedAt: Date?
    /// The reason for a failure, or for an unknown outcome.
    public package(set) var failure: VideoError? {
        get { boxedFailure.value }
        set { boxedFailure = Indirect(newValue) }
    }
    /// Why a fleet of workers lets the task rest until a person releases it; nil if it does not.
    package var suspension: String?
    /// A warning that two videos may have been bought for the task, because a provider's answer came after another attempt
    /// had been made; nil if there is none.
    public package(set) var boughtTwice: String? {
        get { boxedWarning.value }
        set { boxedWarning = Indirect(newValue) }
    }
    /// The path at which the file will be saved; nil until one is chosen.
    public package(set) var destination: String?
    /// Whether an existing file at the destination may be replaced.
    package var replacesFile = false
    /// The verified file; nil until it is verified. It is at its final path when the task is `stored`.
    public package(set) var file: StoredVideo? {
        get { boxedFile.value }
        set { boxedFile = Indirect(newValue) }
    }

    /// The stored outputs besides the video; see `OutputSelection`.
    public package(set) var extras: [StoredOutput] = []

    /// The fingerprint of the key with which the task was sent last, which does not reveal the key; nil if it was not sent.
    package var keyFingerprint: String?
    /// The attempts before the current one.
    package var earlierAttempts: [Attempt] {
        get { boxedEarlier.value }
        set { boxedEarlier = Indirect(newValue) }
    }
    /// The number of attempts that have ended. ``earlierAttempts`` does not keep all of them.
    package var endedAttempts = 0
    /// The number of videos that were bought for the pruned tasks that had the task's label before.
    package var purchasesBefore = 0
    /// The number of attempts before the current submission. The later ones belong to its route.
    package var submissionStart = 0
    /// The provider and the request of the current attempt; nil if they are those of the task's creation.
    package var choice: AttemptChoice? {
        get { boxedChoice.value }
        set { boxedChoice = Indirect(newValue) }
    }

    let boxedProvider: Indirect<ProviderReference>
    private let boxedRequest: Indirect<VideoRequest>
    let boxedRoute: Indirect<Route?>
    private var boxedChoice = Indirect<AttemptChoice?>(nil)
    private var boxedEarlier = Indirect<[Attempt]>([])
    private var boxedRemote = Indirect<RemoteTask?>(nil)
    private var boxedFailure = Indirect<VideoError?>(nil)
    private var boxedFile = Indirect<StoredVideo?>(nil)
    private var boxedWarning = Indirect<String?>(nil)

    /// Creates a task that is not yet in a journal.
    package init(
        id: ID,
        provider: ProviderReference,
        request: VideoRequest,
        createdAt: Date,
        destination: String? = nil,
        label: String? = nil,
        digest: String? = nil,
        route: Route? = nil,
        priority: Int = 0
    ) {
        self.id = id
        boxedProvider = Indirect(provider)
        boxedRequest = Indirect(request)
        self.createdAt = createdAt.asWritten
        self.destination = destination
        self.label = label
        self.digest = digest
        boxedRoute = Indirect(route)
        self.priority = priority
        state = .intent
        updatedAt = self.createdAt
        submits = 0
    }

    /// The model that the provider reported, otherwise the model in the request; nil if neither names one.
    public var model: String? { remote?.model ?? request.model }

    /// Whether the provider may charge for the task. True for every request that was sent, except if it is known that
    /// the provider refused it or ended it without a charge.
    package var isCharged: Bool {
        switch state {
        case .submitting, .outcomeUnknown, .queued, .running, .succeeded, .stored: true
        case .intent: false
        case .expired: charge?.amount != 0
        // Without an ID the provider never accepted the task. With one, a user may have recorded that nothing was
        // bought.
        case .failed, .cancelled: remote != nil && failure?.code != .notSent && charge?.amount != 0
        }
    }
}
