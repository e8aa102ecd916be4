/// How to find out what became of a purchase whose answer was lost.
public enum OutcomeResolution: Sendable, Hashable {
    /// Look into the provider's own list.
    case askProvider
    /// It was taken; the provider's ID of it is known. Refused if the provider says that it does not know the ID, and if
    /// another task has or had it.
    case taken(String)
    /// It was not taken: nothing was bought.
    case notTaken
}
