import Foundation
import Synchronization
import VideoPlatform

/// A proxy between a journal and its server, on a port of the loopback interface, that cuts a connection when the client
/// commits.
final class CuttingProxy: Sendable {
    /// When a commit is cut off.
    enum Cut: CaseIterable {
        /// Before the server receives it, so that it has no effect.
        case before
        /// After the server has made it durable, and before the client hears of it.
        case after
    }

    let port: UInt16
    private let listener: Int32
    private let target: String
    private let cut = Mutex<Cut?>(nil)
    private let cuts = Mutex(0)
    private let hold = Mutex(Hold())

    /// A commit whose answer is held back.
    private struct Hold {
        /// What the transaction has to contain.
        var text: [UInt8]?
        var isHeld = false
        var isReleased = false
    }

    private let down = Mutex(false)

    /// The number of commits that were cut off.
    var count: Int { cuts.withLock { $0 } }

    init(to target: String) throws {
        self.target = target
        let listener = socket(AF_INET, Self.stream, 0)
        self.listener = listener
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, size) == 0 && listen(listener, 16) == 0 && getsockname(listener, $0, &size) == 0
            }
        }
        guard isBound else { throw POSIXError(.EADDRINUSE) }
        port = UInt16(bigEndian: address.sin_port)
        DetachedThread.start { [self] in
            while case let client = accept(listener, nil, nil), client >= 0 {
                DetachedThread.start { self.serve(client) }
            }
        }
    }

    /// Cuts off the next commit.
    func cutNext(_ moment: Cut) { cut.withLock { $0 = moment } }

    /// Holds back the answer to the commit of the next transaction that contains a text.
    func holdNext(_ text: String) { hold.withLock { $0 = Hold(text: Array(text.utf8)) } }

    /// Whether an answer is held back. Its commit is durable.
    var isHolding: Bool { hold.withLock { $0.isHeld } }

    /// Sends the answer that is held back.
    func release() { hold.withLock { $0.isReleased = true } }

    /// Whether the server is unreachable: open connections end, and new ones are refused.
    var isDown: Bool {
        get { down.withLock { $0 } }
        set { down.withLock { $0 = newValue } }
    }

    /// Ends the proxy. Its connections end with their clients.
    func end() { shutdown(listener, Int32(SHUT_RDWR)) }

    #if canImport(Glibc)
    private static let stream = Int32(SOCK_STREAM.rawValue)
    #else
    private static let stream = SOCK_STREAM
    #endif

    private func serve(_ client: Int32) {
        let server = socket(AF_UNIX, Self.stream, 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: target.utf8.prefix($0.count - 1)) }
        let size = socklen_t(MemoryLayout<sockaddr_un>.size)
        let isConnected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(server, $0, size) == 0 }
        }
        var isAnswerHeld = false
        var isMarked = false
        var isLate = false
        defer { for descriptor in [client, server] { close(descriptor) } }
        guard isConnected, !isDown else { return }
        var ends = [
            pollfd(fd: client, events: Int16(POLLIN), revents: 0),
            pollfd(fd: server, events: Int16(POLLIN), revents: 0),
        ]
        while !isDown {
            let count = poll(&ends, 2, 20)
            guard count != 0 else { continue }
            guard count > 0, !isDown else { return }
            if ends[0].revents != 0 {
                guard let bytes = Self.read(client) else { return }
                if let text = hold.withLock({ $0.text }), bytes.contains(text) { isMarked = true }
                if Self.isCommit(bytes), isMarked {
                    isLate = hold.withLock { hold in
                        defer { hold.text = nil }
                        return hold.text != nil
                    }
                    isMarked = false
                }
                if Self.isCommit(bytes) {
                    switch takeCut() {
                    case .before: return
                    case .after: isAnswerHeld = true
                    case nil: break
                    }
                }
                Self.write(bytes, to: server)
            }
            if ends[1].revents != 0 {
                guard let bytes = Self.read(server), !isAnswerHeld else { return }
                if isLate {
                    isLate = false
                    hold.withLock { $0.isHeld = true }
                    // A thread of its own waits for the test.
                    for _ in 0..<6_000 where hold.withLock({ !$0.isReleased }) { usleep(10_000) }
                    hold.withLock { $0.isHeld = false }
                }
                Self.write(bytes, to: client)
            }
        }
    }

    private func takeCut() -> Cut? {
        let taken = cut.withLock { cut in
            defer { cut = nil }
            return cut
        }
        if taken != nil { cuts.withLock { $0 += 1 } }
        return taken
    }

    /// A simple query of the protocol: `Q`, the length in four bytes, the text, and a NUL.
    private static func isCommit(_ bytes: [UInt8]) -> Bool {
        bytes == [UInt8(ascii: "Q"), 0, 0, 0, 11] + Array("commit\0".utf8)
    }

    private static func read(_ descriptor: Int32) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: 64 << 10)
        let count = recv(descriptor, &bytes, bytes.count, 0)
        return count > 0 ? Array(bytes.prefix(count)) : nil
    }

    private static func write(_ bytes: [UInt8], to descriptor: Int32) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let sent = rest.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard sent > 0 else { return }
            rest = rest.dropFirst(sent)
        }
    }
}
