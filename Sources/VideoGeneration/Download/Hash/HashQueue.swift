import Dispatch

/// The hash of a file that comes in pieces, added in order: by whoever brings them, or on a thread of its own while they
/// go on.
///
/// Another thread is for large pieces of large files: hashing takes as long as receiving and writing. For small ones,
/// waking it costs more than it saves.
final class HashQueue: Sendable {
    /// How many pieces may be under way: with one, each side waits for the other to wake up.
    private static let capacity = 3

    private let hash = SHA256Stream()
    private let queue = DispatchQueue(label: "video-generation.hash", qos: .userInitiated)
    // A semaphore traps when it ends below the value that it was made with.
    private let room = DispatchSemaphore(value: 0)

    init() { for _ in 0..<Self.capacity { room.signal() } }

    /// Adds bytes where they are the next ones, behind all that were added before.
    /// - Parameter meanwhile: whether on another thread; blocks only while there is no room for that.
    func add(_ bytes: ArraySlice<UInt8>, at offset: Int64, meanwhile: Bool) {
        guard meanwhile else { return queue.sync { bytes.withUnsafeBytes { hash.update($0, at: offset) } } }
        room.wait()
        queue.async { [hash, room] in
            bytes.withUnsafeBytes { hash.update($0, at: offset) }
            room.signal()
        }
    }

    /// The hash of all that was added, once it is.
    func finished() -> SHA256Stream { queue.sync { hash } }
}
