import VideoPlatform

/// The socket calls of a loopback server, with the same interface on every platform.
enum Socket {
    /// A failed socket call.
    struct Failure: Error, CustomStringConvertible {
        let action: String
        let code: Int32
        var description: String { "cannot \(action): \(String(cString: strerror(code)))" }
    }

    /// Opens a listener on 127.0.0.1. With port 0 the system chooses a port.
    static func listen(port: Int) throws -> (descriptor: Int32, port: Int) {
        guard let number = UInt16(exactly: port) else {
            throw Failure(action: "listen on port \(port)", code: EINVAL)
        }
        #if canImport(Glibc)
        let stream = Int32(SOCK_STREAM.rawValue)
        #else
        let stream = SOCK_STREAM
        #endif
        let descriptor = socket(AF_INET, stream, 0)
        guard descriptor >= 0 else { throw Failure(action: "open a socket", code: errno) }
        enable(SO_REUSEADDR, on: descriptor)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = number.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                VideoPlatform.bind(descriptor, pointer, length) == 0 && getsockname(descriptor, pointer, &length) == 0
            }
        }
        guard bound, VideoPlatform.listen(descriptor, 256) == 0 else {
            let code = errno
            close(descriptor)
            throw Failure(action: "listen on 127.0.0.1:\(port)", code: code)
        }
        setNonBlocking(descriptor)
        return (descriptor, Int(UInt16(bigEndian: address.sin_port)))
    }

    /// Accepts a pending connection. Returns nil if there is none.
    static func accept(_ listener: Int32) -> Int32? {
        let descriptor = VideoPlatform.accept(listener, nil, nil)
        guard descriptor >= 0 else { return nil }
        setNonBlocking(descriptor)
        var one: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &one, socklen_t(MemoryLayout<Int32>.size))
        #if canImport(Darwin)
        enable(SO_NOSIGPIPE, on: descriptor)
        #endif
        return descriptor
    }

    /// Waits until a descriptor can be read or written, or has an error. Returns false after the given time.
    static func wait(_ descriptor: Int32, for events: Int32, seconds: Double) -> Bool {
        var entry = pollfd(fd: descriptor, events: Int16(events), revents: 0)
        let milliseconds = Int32(min(max(seconds * 1000, 0), 3_600_000).rounded(.up))
        return poll(&entry, 1, milliseconds) > 0
    }

    static func read(_ descriptor: Int32, into buffer: UnsafeMutableRawBufferPointer) -> Int {
        recv(descriptor, buffer.baseAddress, buffer.count, 0)
    }

    static func write(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
        #if canImport(Darwin)
        send(descriptor, bytes.baseAddress, bytes.count, 0)
        #else
        send(descriptor, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
        #endif
    }

    /// Shuts down both directions, which wakes threads that wait on the descriptor.
    static func hangUp(_ descriptor: Int32) { shutdown(descriptor, Int32(SHUT_RDWR)) }

    /// Shuts down the writing direction. The client may still send.
    static func endWriting(_ descriptor: Int32) { shutdown(descriptor, Int32(SHUT_WR)) }

    /// Makes the next `close` reset the connection instead of ending it in order.
    static func resetOnClose(_ descriptor: Int32) {
        var linger = linger(l_onoff: 1, l_linger: 0)
        setsockopt(
            descriptor,
            SOL_SOCKET,
            SO_LINGER,
            &linger,
            socklen_t(MemoryLayout.size(ofValue: linger))
        )
    }

    private static func enable(_ option: Int32, on descriptor: Int32) {
        var one: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, option, &one, socklen_t(MemoryLayout<Int32>.size))
    }

    private static func setNonBlocking(_ descriptor: Int32) {
        _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    }
}
