import Dispatch
import Synchronization
import VideoPlatform

/// Lines of a file descriptor, read when they are asked for: a script, or a terminal where no library for
/// line editing was found.
final class PlainLines: LineSource {
    private let descriptor: Int32
    private let prompts: Bool
    private let console: Console
    private let queue = DispatchQueue(label: "video-repl.lines")
    private let state = Mutex(State())

    private struct State {
        /// Bytes that were read and not yet handed out.
        var buffer: [UInt8] = []
        /// Whether no line was handed out yet: a byte order mark may stand there.
        var isFirst = true
        var waiting: AsyncStream<LineInput>.Continuation?
    }

    /// - Parameter prompts: whether to ask, because somebody types.
    init(_ descriptor: Int32, prompts: Bool, console: Console) {
        self.descriptor = descriptor
        self.prompts = prompts
        self.console = console
    }

    func next(prompt: String) async -> LineInput {
        if prompts { console.ask(prompt) }
        // A stream, because waiting for it can be ended while the read cannot.
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

    /// A line may be as long as a prompt can be; more is the next line.
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
