import CLibpq
import Dispatch
import Synchronization
import VideoGeneration
import VideoPlatform

/// Waits for the database's notifications on a connection of its own.
final class HintListener: Sendable {
    /// The channel of the notifications.
    static let channel = "video_task"

    private let address: PostgresAddress

    init(_ address: PostgresAddress) { self.address = address }

    /// Returns a stream that yields after notifications, and once after each connection. Without a connection it only
    /// yields nothing.
    func hints() -> AsyncStream<Void> {
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let isOver = Flag()
        continuation.onTermination = { _ in isOver.set() }
        DispatchQueue(label: "video-generation.hints").async { [address] in
            while !isOver.isSet {
                guard let connection = try? address.connect(),
                    (try? connection.execute("listen \(Self.channel)")) != nil
                else {
                    Self.pause(until: isOver)
                    continue
                }
                continuation.yield()
                while !isOver.isSet, let isNotified = connection.waitForNotification(milliseconds: 500) {
                    if isNotified { continuation.yield() }
                }
            }
        }
        return stream
    }

    /// Waits five seconds before the next attempt to connect.
    private static func pause(until isOver: Flag) {
        for _ in 0..<50 where !isOver.isSet { usleep(100_000) }
    }
}

/// A flag that is set once.
private final class Flag: Sendable {
    private let value = Mutex(false)

    var isSet: Bool { value.withLock { $0 } }

    func set() { value.withLock { $0 = true } }
}
