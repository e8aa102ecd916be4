import Dispatch
import Synchronization
import VideoPlatform

/// A line source that reads a file descriptor on demand: a script, or a terminal if no library for line editing was
/// found.
final class PlainLines: LineSource {
    private let descriptor: Int32
    private let prompts: Bool
    private let console: Console
    private let queue = DispatchQueue(label: "video-repl.lines")
    private let state = Mutex(State())

    private struct State {
        /// The bytes that were read but not returned yet.
        var buffer: [UInt8] = []
        /// Whether no line was returned yet. The first line can start with a byte order mark.
        var isFirst = true
        var waiting: AsyncStream<LineInput>.Continuation?
    }

    /// Creates a line source for a file descriptor.
    /// - Parameter prompts: Whether to print the prompt, because a person types the lines.
    init(_ descriptor: Int32, prompts: Bool, console: Console) {
        self.descriptor = descriptor
        self.prompts = prompts
        self.console = console
    }

    func next(prompt: String) async -> LineInput {
        if prompts { console.ask(prompt) }
        // Waiting for a stream can end early. The blocking read cannot.
        let (stream, continuation) = AsyncStream<LineInput>.makeStream()
        state.withLock { $0.waiting = continuation }
        queue.async {
            continuation.yield(self.read())
            continuation.finish()
        }
        for await input in stream { return input }
        return .end
    }

    func remember(_ command: String) {}

    func interrupt() {
        console.line()
        state.withLock { _ = $0.waiting?.yield(.interrupted) }
    }

    /// The limit for a line in bytes, 1 MiB, which is as long as a prompt can be. The rest becomes the next line.
    private static let longest = 1 << 20

    private func read() -> LineInput {
        while true {
            if let line = state.withLock({ Self.takeLine(&$0) }) { return .line(line) }
            var chunk = [UInt8](repeating: 0, count: 4096)
            let count = chunk.withUnsafeMutableBytes { systemRead(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            let isEnd = state.withLock { state in
                if count > 0 { state.buffer += chunk[..<count] }
                return count <= 0 || state.buffer.count > Self.longest
            }
            guard isEnd else { continue }
            return state.withLock { state in
                defer { state.buffer = [] }
                Self.dropMark(&state)
                return state.buffer.isEmpty ? .end : .line(String(decoding: state.buffer, as: UTF8.self))
            }
        }
    }

    private static func takeLine(_ state: inout State) -> String? {
        guard state.buffer.contains(UInt8(ascii: "\n")) else { return nil }
        dropMark(&state)
        guard let end = state.buffer.firstIndex(of: UInt8(ascii: "\n")) else { return nil }
        defer { state.buffer.removeSubrange(...end) }
        return String(decoding: state.buffer[..<end], as: UTF8.self)
    }

    private static func dropMark(_ state: inout State) {
        if state.isFirst { state.buffer = state.buffer.withoutByteOrderMark }
        state.isFirst = false
    }
}

private func systemRead(_ descriptor: Int32, _ bytes: UnsafeMutableRawPointer?, _ count: Int) -> Int {
    read(descriptor, bytes, count)
}
