import VideoPlatform

/// The socket calls of both ends of a connection on loopback, with the same interface on every platform.
package enum LoopbackSocket {
    /// A failed socket call.
    package struct Failure: Error, CustomStringConvertible {
        let action: String
        let code: Int32
        package var description: String { "cannot \(action): \(String(cString: strerror(code)))" }
    }

    /// Connects to a port on 127.0.0.1. Reading from the descriptor and writing to it block.
    package static func connect(to port: Int) throws(Failure) -> Int32 {
        try open(port, for: "connect to") { descriptor, address, length in
            VideoPlatform.connect(descriptor, address, length.pointee) == 0
        }.descriptor
    }

    /// Opens a listener on 127.0.0.1. With port 0 the system chooses a port.
    static func listen(on port: Int) throws(Failure) -> (descriptor: Int32, port: Int) {
        let listener = try open(port, for: "listen on") { descriptor, address, length in
            enable(SO_REUSEADDR, at: SOL_SOCKET, on: descriptor)
            return bind(descriptor, address, length.pointee) == 0 && getsockname(descriptor, address, length) == 0
                && VideoPlatform.listen(descriptor, 1024) == 0
        }
        setFlags(of: listener.descriptor, isBlocking: false)
        return listener
    }

    /// Accepts a pending connection. Returns nil if there is none.
    static func accept(_ listener: Int32) -> Int32? {
        let descriptor = VideoPlatform.accept(listener, nil, nil)
        guard descriptor >= 0 else { return nil }
        // On Darwin a connection inherits the listener's flags.
        setFlags(of: descriptor, isBlocking: true)
        enable(TCP_NODELAY, at: Int32(IPPROTO_TCP), on: descriptor)
        var limit = timeval(tv_sec: 60, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        #if canImport(Darwin)
        enable(SO_NOSIGPIPE, at: SOL_SOCKET, on: descriptor)
        #endif
        return descriptor
    }

    /// Waits until a descriptor has one of the events or an error. Returns false at the deadline.
    static func wait(_ descriptor: Int32, for events: Int32, until deadline: ContinuousClock.Instant) -> Bool {
        while true {
            let left = max(ContinuousClock.now.duration(to: deadline) / .milliseconds(1), 0)
            var entry = pollfd(fd: descriptor, events: Int16(events), revents: 0)
            let count = poll(&entry, 1, Int32(min(left, 3_600_000).rounded(.up)))
            if count > 0 { return true }
            guard left > 0, count == 0 || errno == EINTR else { return false }
        }
    }

    /// Reads the bytes that have arrived, without waiting for more.
    static func read(_ descriptor: Int32, into buffer: UnsafeMutableRawBufferPointer) -> Int {
        recv(descriptor, buffer.baseAddress, buffer.count, Int32(MSG_DONTWAIT))
    }

    /// Writes as many bytes as the client accepts within a minute.
    static func write(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
        #if canImport(Darwin)
        send(descriptor, bytes.baseAddress, bytes.count, 0)
        #else
        send(descriptor, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
        #endif
    }

    /// Shuts down both directions, which wakes the threads that wait on the descriptor.
    static func hangUp(_ descriptor: Int32) { shutdown(descriptor, Int32(SHUT_RDWR)) }

    /// Shuts down the writing direction. The client may still send.
    static func endWriting(_ descriptor: Int32) { shutdown(descriptor, Int32(SHUT_WR)) }

    /// Makes the next `close` reset the connection instead of ending it in order.
    static func resetOnClose(_ descriptor: Int32) {
        var linger = linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout.size(ofValue: linger)))
    }

    /// Creates a TCP socket and runs a call with the address of a port. Closes the socket if the call fails.
    private static func open(
        _ port: Int,
        for action: String,
        _ call: (Int32, UnsafeMutablePointer<sockaddr>, UnsafeMutablePointer<socklen_t>) -> Bool
    ) throws(Failure) -> (descriptor: Int32, port: Int) {
        guard let number = UInt16(exactly: port) else { throw Failure(action: "\(action) port \(port)", code: EINVAL) }
        #if canImport(Glibc)
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #else
        let descriptor = socket(AF_INET, SOCK_STREAM, 0)
        #endif
        guard descriptor >= 0 else { throw Failure(action: "open a socket", code: errno) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = number.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isOpen = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { call(descriptor, $0, &length) }
        }
        guard isOpen else {
            let code = errno
            close(descriptor)
            throw Failure(action: "\(action) 127.0.0.1:\(port)", code: code)
        }
        return (descriptor, Int(UInt16(bigEndian: address.sin_port)))
    }

    private static func enable(_ option: Int32, at level: Int32, on descriptor: Int32) {
        var one: Int32 = 1
        setsockopt(descriptor, level, option, &one, socklen_t(MemoryLayout<Int32>.size))
    }

    private static func setFlags(of descriptor: Int32, isBlocking: Bool) {
        let flags = fcntl(descriptor, F_GETFL)
        _ = fcntl(descriptor, F_SETFL, isBlocking ? flags & ~O_NONBLOCK : flags | O_NONBLOCK)
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    }
}
