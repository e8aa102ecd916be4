/// What is needed to ask a provider about a task again: kept for ever, handed to any process.
public struct RemoteTask: Sendable, Hashable, Codable {
    /// The provider's id of the task, digit for digit.
    public var id: String
    /// The provider's id of the made file, once it is known.
    public var fileID: String?
    /// Where the provider says the task is to be asked for, verbatim; relative to the endpoint's origin.
    public var pollingURL: String?
    /// The model that took the task, where the provider said so.
    public var model: String?
    /// How the task was made, where that decides which address answers for it: a template, an edit.
    public var kind: String?
    /// The link to the video, if the response to the submit held it. It is kept because such a provider may know the
    /// task by no other way. May be a signed link: the journal is readable by its owner alone.
    package var output: String?
    /// When the provider made the task, by its own clock.
    package var createdAt: Date?

    /// Makes a reference.
    public init(
        id: String,
        fileID: String? = nil,
        pollingURL: String? = nil,
        model: String? = nil,
        kind: String? = nil
    ) {
        self.id = id
        self.fileID = fileID
        self.pollingURL = pollingURL
        self.model = model
        self.kind = kind
    }
}
