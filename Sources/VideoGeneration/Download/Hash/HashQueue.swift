import Dispatch

/// The hash of a file that arrives in pieces, which are added in order on the caller's thread or on a separate one.
///
/// The separate thread is for large pieces of large files, because hashing takes as long as receiving and writing.
/// For small pieces, waking the thread costs more than it saves.
final class HashQueue: Sendable {
    /// The sizes from which hashing on the separate thread is worthwhile. Bytes that arrive slowly come in smaller
    /// pieces.
    private static let largeFile: Int64 = 8 << 20
    private static let largePiece = 128 << 10
    /// The maximum number of pieces in progress. With one, each side would wait for the other to wake up.
    private static let capacity = 3

    private let hash = SHA256Stream()
    private let usesThread: Bool
    private let queue = DispatchQueue(label: "video-generation.hash", qos: .userInitiated)
    // A semaphore traps if it is deallocated with a value below its initial one.
    private let room = DispatchSemaphore(value: 0)

    /// Creates the hash of no bytes.
    /// - Parameter usesThread: Whether large pieces can be hashed on a separate thread. False for a simulation, which
    ///   runs on one thread.
    init(usesThread: Bool) {
        self.usesThread = usesThread
        for _ in 0..<Self.capacity { room.signal() }
    }

    /// Adds bytes if they directly follow those that were added before.
    /// - Parameters:
    ///   - bytes: The bytes to add.
    ///   - offset: The position of the first byte in the file.
    ///   - total: The size of the file, or nil if it is unknown.
    func add(_ bytes: ArraySlice<UInt8>, at offset: Int64, of total: Int64?) {
        let isLarge = total ?? 0 >= Self.largeFile && bytes.count >= Self.largePiece
        add(bytes, at: offset, asynchronously: usesThread && isLarge)
    }

    /// Adds bytes on the caller's thread or on the separate one. With the latter, the call blocks only while the queue
    /// is full.
    func add(_ bytes: ArraySlice<UInt8>, at offset: Int64, asynchronously isAsynchronous: Bool) {
        guard isAsynchronous else { return queue.sync { bytes.withUnsafeBytes { hash.update($0, at: offset) } } }
        room.wait()
        queue.async { [hash, room] in
            bytes.withUnsafeBytes { hash.update($0, at: offset) }
            room.signal()
        }
    }

    /// Waits until all added bytes are hashed, and returns the hash.
    func finished() -> SHA256Stream { queue.sync { hash } }
}
