import Dispatch

/// Adds pieces of a file to its hash, in order, on a thread of its own while whoever wrote them goes on.
///
/// Use it for large files: hashing one takes as long as receiving and writing it. For a small one, waking that thread
/// costs more than it saves.
final class HashQueue: Sendable {
    /// How many pieces may be under way: with one, each side waits for the other to wake up.
    private static let capacity = 3

    private let hash: SHA256Stream
    private let queue = DispatchQueue(label: "video-generation.hash", qos: .userInitiated)
    private let room: DispatchSemaphore

    init(_ hash: SHA256Stream) {
        self.hash = hash
        // A semaphore traps when it ends below the value that it was made with.
        room = DispatchSemaphore(value: 0)
        for _ in 0..<Self.capacity { room.signal() }
    }

    /// Adds bytes where they are the next ones. Blocks while there is no room.
    func add(_ bytes: ArraySlice<UInt8>, at offset: Int64) {
        room.wait()
        queue.async { [hash, room] in
            bytes.withUnsafeBytes { hash.update($0, at: offset) }
            room.signal()
        }
    }

    /// Waits until everything is added.
    func finish() { queue.sync {} }
}
