import Foundation
import Synchronization

/// One connection of the scripted server: blocking, with a bound on every wait.
final class Connection: Sendable {
    private struct State {
        var descriptor: Int32
        var unread: [UInt8] = []
    }

    private let state: Mutex<State>

    init(_ descriptor: Int32) { state = Mutex(State(descriptor: descriptor)) }

    private var descriptor: Int32 { state.withLock { $0.descriptor } }

    /// Reads up to the empty line; nil at the end of the connection.
    func readHead() -> String? {
        let end = Data("\r\n\r\n".utf8)
        var data = Data(state.withLock { $0.unread })
        while data.range(of: end) == nil {
            guard data.count < 256 * 1024, let more = Loopback.read(descriptor) else { return nil }
            data += more
        }
        guard let range = data.range(of: end) else { return nil }
        state.withLock { $0.unread = Array(data[range.upperBound...]) }
        return String(decoding: data[..<range.upperBound], as: UTF8.self)
    }

    /// Reads and drops that many bytes; returns how many came.
    func read(upTo count: Int) -> Int {
        var got = state.withLock { state in
            let got = min(count, state.unread.count)
            state.unread.removeFirst(got)
            return got
        }
        while got < count, let more = Loopback.read(descriptor) {
            got += min(more.count, count - got)
        }
        return got
    }

    /// The next bytes, whatever they are.
    func readSome() -> [UInt8] {
        let unread = state.withLock { state in
            defer { state.unread = [] }
            return state.unread
        }
        return unread.isEmpty ? Loopback.read(descriptor) ?? [] : unread
    }

    /// Writes everything.
    /// - Returns: false when the client is gone.
    @discardableResult
    func write(_ bytes: some Sequence<UInt8>) -> Bool { Loopback.write(descriptor, Array(bytes)) }

    /// Writes text.
    @discardableResult
    func write(_ text: String) -> Bool { write(text.utf8) }

    /// Ends with a reset instead of a clean end.
    func reset() { Loopback.resetOnClose(descriptor) }

    /// Wakes a thread that reads or writes here.
    func hangUp() { state.withLock { if $0.descriptor >= 0 { Loopback.shutDown($0.descriptor) } } }

    func close() {
        state.withLock { state in
            if state.descriptor >= 0 { Loopback.close(state.descriptor) }
            state.descriptor = -1
        }
    }
}
