import CReadline
import Dispatch
import Synchronization
import VideoPlatform

/// A line source for a terminal. libedit or readline provides editing, history, Ctrl-R and completion.
///
/// The library blocks and is not thread-safe, so it reads on a dedicated queue. Other output is posted to that queue
/// during a read, and appears above the line that is being typed.
final class LineEditor: LineSource, LineKeeping {
    /// The name of the library that was found.
    let library: String
    private let console: Console
    private let history: History
    private let wakeRead: Int32
    private let wakeWrite: Int32
    private let queue = DispatchQueue(label: "video-repl.editor")
    private let state = Mutex(State())

    private struct State {
        var isReading = false
        var posted: [Posted] = []
    }

    private enum Posted: Sendable {
        case write(@Sendable () -> Void)
        case interrupt, resize, redraw
    }

    /// Creates the editor, or returns nil if the system has neither library.
    init?(console: Console, history: History, completer: @escaping @Sendable (LineCompletion) -> [String]) {
        guard let name = line_editor_open() else { return nil }
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { return nil }
        for end in ends { _ = fcntl(end, F_SETFL, O_NONBLOCK) }
        (wakeRead, wakeWrite) = (ends[0], ends[1])
        library = String(cString: name)
        self.console = console
        self.history = history
        LineCompletion.install(completer)
        for entry in history.entries { line_editor_remember(entry) }
    }

    func next(prompt: String) async -> LineInput {
        console.endLive()
        return await withCheckedContinuation { continuation in
            queue.async { continuation.resume(returning: self.read(prompt)) }
        }
    }

    func remember(_ command: String) {
        guard history.add(command) else { return }
        queue.async { line_editor_remember(command) }
    }

    func interrupt() { _ = post(.interrupt) }

    /// Adapts the line to a new window size.
    func resize() { _ = post(.resize) }

    /// Redraws the line after the process was stopped and continued.
    func redraw() { _ = post(.redraw) }

    /// Restores the original terminal settings until the next read.
    func lend() { line_editor_lend() }

    /// Restores the original terminal settings permanently. Nothing reads from the terminal after that.
    func leave() { line_editor_leave() }

    /// Runs a closure that reads from the terminal itself, with the original settings for echo and line endings.
    static func lending<Result>(_ body: () throws -> Result) rethrows -> Result {
        line_editor_lend()
        defer { line_editor_rest() }
        return try body()
    }

    func aside(_ write: @escaping @Sendable () -> Void) -> Bool { post(.write(write)) }

    /// Posts an item to the queue.
    /// - Returns: `false` if no line is being typed.
    private func post(_ posted: Posted) -> Bool {
        state.withLock { state in
            guard state.isReading else { return false }
            state.posted.append(posted)
            // A failed write to a full pipe does no harm, because the bytes in the pipe already wake the reader.
            _ = write(wakeWrite, "w", 1)
            return true
        }
    }

    // MARK: - On the queue

    /// The handler that the library calls when it is woken. It is static because a C function pointer has no context.
    private static let waker = Mutex<(@Sendable () -> Bool)?>(nil)

    private func read(_ prompt: String) -> LineInput {
        state.withLock { $0.isReading = true }
        Self.waker.withLock { $0 = { self.handlePosted(prompt) } }
        console.setEditing(self)
        var line: UnsafeMutablePointer<CChar>?
        let end = line_editor_read(prompt, wakeRead, { LineEditor.waker.withLock { $0 }?() == true ? 1 : 0 }, &line)
        defer { free(line) }
        switch Int(end) {
        case LINE_EDITOR_INTERRUPTED: return finish(.interrupted)
        case LINE_EDITOR_LINE: return finish(.line(line.map { String(cString: $0) } ?? ""))
        default:
            console.newLine()
            return finish(.end)
        }
    }

    private func finish(_ input: LineInput) -> LineInput {
        console.setEditing(nil)
        let left = state.withLock { state in
            defer { state = State() }
            return state.posted
        }
        for case .write(let write) in left { write() }
        return input
    }

    /// Handles the posted items.
    /// - Returns: Whether the line was interrupted.
    private func handlePosted(_ prompt: String) -> Bool {
        var bytes = [UInt8](repeating: 0, count: 64)
        while systemRead(wakeRead, &bytes, bytes.count) > 0 {}
        let posted = state.withLock { state in
            defer { state.posted = [] }
            return state.posted
        }
        var isInterrupted = false
        for post in posted {
            switch post {
            case .write(let write):
                wipe(prompt)
                write()
                line_editor_redraw()
            case .resize: line_editor_resize()
            case .redraw: line_editor_return()
            case .interrupt:
                console.raw("^C\r\n")
                isInterrupted = true
            }
        }
        return isInterrupted
    }

    /// Clears the prompt and the typed text, on all rows that they occupy.
    private func wipe(_ prompt: String) {
        let typed = line_editor_typed()
        defer { free(typed) }
        let columns = TextWidth.of(prompt) + (typed.map { TextWidth.of(String(cString: $0)) } ?? 0)
        let rows = columns / max(1, console.width)
        console.raw("\r" + (rows > 0 ? "\u{1B}[\(rows)A" : "") + "\u{1B}[J")
    }
}

private func systemRead(_ descriptor: Int32, _ bytes: UnsafeMutableRawPointer?, _ count: Int) -> Int {
    read(descriptor, bytes, count)
}
