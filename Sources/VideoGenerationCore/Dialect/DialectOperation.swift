/// Which question an answer belongs to; the same body can mean different things.
public enum DialectOperation: String, Sendable, Hashable, Codable, CaseIterable {
    /// A purchase.
    case submit
    /// A poll.
    case status
    /// The question for the links.
    case file
    /// The link itself, where bytes of a video are expected.
    case content
    /// The list of tasks.
    case list
    /// The wish to cancel.
    case cancel
}
