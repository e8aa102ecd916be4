import Dispatch
import LoopbackHTTP
import VideoGeneration
import VideoPlatform

/// A download and its hash by system calls: `bare-download PORT BYTES FILE`.
///
/// One thread receives and writes, and another one hashes. There are no checks, no journal and no syncs, so it shows
/// the minimum that this work takes.
package struct BareDownloadWorkload: Workload {
    package let name = "bare-download"

    package init() {}

    package func run(_ arguments: [String]) async throws {
        guard arguments.count == 3, let port = Int(arguments[0]), let size = Int(arguments[1]) else {
            throw BenchmarkError("Usage: bare-download PORT BYTES FILE")
        }
        defer { unlink(arguments[2]) }
        let usage = try await ResourceUsage.measure { try Self.download(size, from: port, to: arguments[2]) }
        try report(usage)
    }

    private static func download(_ size: Int, from port: Int, to path: String) throws {
        let socket = try LoopbackSocket.connect(to: port)
        defer { close(socket) }
        let file = try POSIXDisk().open(path, .create)
        let request = "GET /file/\(size)/0/0 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
        guard write(socket, request, request.utf8.count) == request.utf8.count else {
            throw BenchmarkError("The server is not reachable.")
        }
        try skipHead(socket)
        let buffers = (0..<4).map { _ in UnsafeMutableRawBufferPointer.allocate(byteCount: 256 << 10, alignment: 4096) }
        // Dispatch requires that a semaphore is not destroyed with a lower value than it was created with.
        let free = DispatchSemaphore(value: 0)
        for _ in buffers { free.signal() }
        let hash = SHA256Stream()
        let hashing = DispatchQueue(label: "hash")
        defer {
            hashing.sync { _ = hash.finish() }
            for buffer in buffers { buffer.deallocate() }
        }
        var position: Int64 = 0
        var next = 0
        while position < size {
            free.wait()
            let buffer = buffers[next % buffers.count]
            let count = recv(socket, buffer.baseAddress, buffer.count, 0)
            guard count > 0 else { throw BenchmarkError("The server ended early.") }
            // Safe, because the buffer is not reused before it is hashed.
            nonisolated(unsafe) let bytes = UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(buffer)[..<count])
            try file.write(bytes, at: position)
            hashing.async { [position] in
                hash.update(bytes, at: position)
                free.signal()
            }
            position += Int64(count)
            next += 1
        }
    }

    /// Reads the head byte by byte, so that no byte of the body is consumed.
    private static func skipHead(_ socket: Int32) throws {
        var last: UInt32 = 0
        var byte: UInt8 = 0
        while last != 0x0D0A_0D0A {
            guard recv(socket, &byte, 1, 0) == 1 else { throw BenchmarkError("The response has no complete head.") }
            last = last << 8 | UInt32(byte)
        }
    }
}
