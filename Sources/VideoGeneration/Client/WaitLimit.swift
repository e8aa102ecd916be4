/// How long to wait for a provider. The end of the wait is not the end of the task, which can be resumed.
public enum WaitLimit: Sendable, Hashable {
    /// The limit of the client's settings; see ``VideoClient/Settings/wait``.
    case standard
    /// A limit for this wait.
    case atMost(Duration)
    /// No limit.
    case unlimited

    /// Creates a limit from a number of seconds.
    public static func seconds(_ seconds: Int) -> WaitLimit { .atMost(.seconds(seconds)) }
}
