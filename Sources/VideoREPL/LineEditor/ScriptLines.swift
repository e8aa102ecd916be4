import Synchronization

/// A line source that returns the lines of a text.
final class ScriptLines: LineSource {
    private let lines: Mutex<ArraySlice<Substring>>

    init(_ text: String) {
        lines = Mutex(text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)[...])
    }

    func next(prompt: String) async -> LineInput {
        lines.withLock { $0.popFirst() }.map { .line(String($0)) } ?? .end
    }

    func remember(_ command: String) {}

    func interrupt() {}
}
