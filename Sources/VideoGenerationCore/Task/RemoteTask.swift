/// The reference by which a provider's task can be polled at any later time and from any process.
public struct RemoteTask: Sendable, Hashable, Codable {
    /// The provider's ID of the task, exactly as it was sent.
    public var id: String
    /// The provider's ID of the output file; nil until it is known.
    public var fileID: String?
    /// The URL at which the provider says that the task can be polled, as it was sent. A relative URL is resolved
    /// against the endpoint's base URL.
    public var pollingURL: String?
    /// The URL at which the provider says that the result can be requested, as it was sent.
    public var resultURL: String?
    /// The URL at which the provider says that the task can be canceled, as it was sent.
    public var cancelURL: String?
    /// The model that runs the task; nil if the provider did not name it.
    public var model: String?
    /// The way in which the task was made, such as a template or an edit, if the polling URL depends on it.
    public var kind: String?
    /// The link to the video, if the response to the submit contained it. It is kept because such a provider may offer
    /// no other way to find the task. It can be a signed link: only the owner of the journal can read the journal.
    ///
    /// It is ``receivedOutput`` if the response contained the video itself, which is in the journal's folder then.
    package var output: String?
    /// The time at which the provider created the task, by the provider's clock.
    package var createdAt: Date?

    /// The value of ``output`` for a video that arrived with the response to the submit. It is not a URL.
    package static let receivedOutput = "part:submit"

    /// Creates a reference to a provider's task.
    public init(
        id: String,
        fileID: String? = nil,
        pollingURL: String? = nil,
        resultURL: String? = nil,
        cancelURL: String? = nil,
        model: String? = nil,
        kind: String? = nil
    ) {
        self.id = id
        self.fileID = fileID
        self.pollingURL = pollingURL
        self.resultURL = resultURL
        self.cancelURL = cancelURL
        self.model = model
        self.kind = kind
    }
}
