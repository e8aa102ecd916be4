import Dispatch
import VideoGeneration
import VideoPlatform

/// A few buffers that one thread fills and another one hashes, in turns.
final class HashingRing: @unchecked Sendable {
    private static let size = 256 << 10
    private let buffers = (0..<4).map { _ in
        UnsafeMutableRawBufferPointer.allocate(byteCount: HashingRing.size, alignment: 4096)
    }
    private var counts = [Int](repeating: 0, count: 4)
    // A semaphore must not end below the value that it began with.
    private let free = DispatchSemaphore(value: 0)
    private let full = DispatchSemaphore(value: 0)
    private let done = DispatchSemaphore(value: 0)
    private var filled = 0

    /// Starts the thread that hashes.
    init() {
        for _ in buffers { free.signal() }
        DetachedThread.start { [self] in hash() }
    }

    deinit { for buffer in buffers { buffer.deallocate() } }

    /// The next buffer to fill, once there is one.
    func next() -> UnsafeMutableRawBufferPointer {
        free.wait()
        return buffers[filled % buffers.count]
    }

    /// Hands the buffer over, filled with so many bytes.
    func hand(over count: Int) {
        counts[filled % buffers.count] = count
        filled += 1
        full.signal()
    }

    /// Returns once everything is hashed.
    func finish() {
        _ = next()
        hand(over: 0)
        done.wait()
    }

    private func hash() {
        let hash = SHA256Stream()
        var number = 0
        var position: Int64 = 0
        while true {
            full.wait()
            let count = counts[number % buffers.count]
            if count == 0 { break }
            let buffer = UnsafeRawBufferPointer(buffers[number % buffers.count])
            hash.update(UnsafeRawBufferPointer(rebasing: buffer[..<count]), at: position)
            position += Int64(count)
            number += 1
            free.signal()
        }
        _ = hash.finish()
        done.signal()
    }
}
