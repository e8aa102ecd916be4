import Synchronization

/// The outputs that the provider reported last in one call, so that they are not requested twice.
final class GivenOutputs: Sendable {
    private let value = Mutex<[VideoOutput]?>(nil)

    /// The outputs; nil if they were not requested yet.
    var outputs: [VideoOutput]? {
        get { value.withLock { $0 } }
        set { value.withLock { $0 = newValue } }
    }
}
