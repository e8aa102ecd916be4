/// A source of command lines.
protocol LineSource: Sendable {
    /// Waits for the next line and returns it.
    func next(prompt: String) async -> LineInput
    /// Adds a complete command to the history that the arrow keys show.
    func remember(_ command: String)
    /// Discards the line that is being typed, after Ctrl-C.
    func interrupt()
}

/// The result of reading from a line source.
enum LineInput: Sendable, Equatable {
    /// A line without its line break.
    case line(String)
    /// The end of the input.
    case end
    /// Ctrl-C. The caller discards an unfinished command.
    case interrupted
}
