/// Where command lines come from, one at a time.
protocol LineSource: Sendable {
    /// Asks for the next line.
    func next(prompt: String) async -> LineInput
    /// Adds a whole command to what the arrow keys go through.
    func remember(_ command: String)
    /// Throws away what is being typed, because somebody pressed Ctrl-C.
    func interrupt()
}

/// What a line source answers.
enum LineInput: Sendable, Equatable {
    /// A line without its end.
    case line(String)
    /// Nothing more will come.
    case end
    /// Ctrl-C: whatever was begun is to be forgotten.
    case interrupted
}
