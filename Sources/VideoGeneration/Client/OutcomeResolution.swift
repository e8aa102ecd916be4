/// A way to settle a task whose outcome is unknown; see ``VideoClient/resolve(_:as:)``.
public enum OutcomeResolution: Sendable, Hashable {
    /// Asks the provider for the task by its own ID if its API can do that, then searches its list of tasks.
    case askProvider
    /// The provider accepted the task, under the given ID. Refused if the provider does not know the ID, or if another
    /// task has or had it.
    case taken(String)
    /// The provider did not accept the task, and nothing was bought.
    case notTaken
}
