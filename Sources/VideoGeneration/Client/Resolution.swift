/// How to find out what became of a purchase whose answer was lost.
public enum Resolution: Sendable, Hashable {
    /// Look into the provider's own list.
    case askProvider
    /// It was taken; the provider's id of it is known.
    case taken(String)
    /// It was not taken: nothing was bought.
    case notTaken
}
