/// Which tasks to list, and where to go on.
public struct TaskListing: Sendable, Hashable {
    /// How many at most.
    public var limit: Int
    /// The cursor of an earlier ``TaskPage``.
    public var after: String?

    /// Makes a question.
    public init(limit: Int = 50, after: String? = nil) {
        self.limit = limit
        self.after = after
    }
}

/// Some of a provider's tasks.
public struct TaskPage: Sendable, Hashable {
    /// The tasks, newest first where the provider sorts.
    public var tasks: [TaskSnapshot]
    /// Where to go on; nil at the end.
    public var next: String?
    /// When the provider sent the page, by its own clock; nil if it does not tell.
    public var date: Date?

    /// Makes a page.
    public init(_ tasks: [TaskSnapshot], next: String? = nil, date: Date? = nil) {
        self.tasks = tasks
        self.next = next
        self.date = date
    }
}
