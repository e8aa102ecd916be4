/// A request for one page of a provider's tasks.
public struct TaskListing: Sendable, Hashable {
    /// The largest number of tasks on the page.
    public var limit: Int
    /// The cursor from ``TaskPage/next``, to continue after an earlier page; nil for the first page.
    public var after: String?
    /// The mode of the tasks to list, for an API with one list for each mode; nil for the dialect's choice.
    public var mode: GenerationMode?

    /// Creates a request for one page of tasks.
    public init(limit: Int = 50, after: String? = nil, mode: GenerationMode? = nil) {
        self.limit = limit
        self.after = after
        self.mode = mode
    }
}

/// One page of a provider's tasks.
public struct TaskPage: Sendable, Hashable {
    /// The tasks on the page, newest first if the provider sorts them.
    public var tasks: [TaskSnapshot]
    /// The cursor of the next page; nil on the last page.
    public var next: String?
    /// The time at which the provider sent the page, by its own clock; nil if the response has no date.
    public var date: Date?

    /// Creates a page of tasks.
    public init(_ tasks: [TaskSnapshot], next: String? = nil, date: Date? = nil) {
        self.tasks = tasks
        self.next = next
        self.date = date
    }
}
