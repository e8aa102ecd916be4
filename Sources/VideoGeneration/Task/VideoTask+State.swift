extension VideoTask {
    /// Where a task stands. The legal moves are one table, ``canBecome(_:)``.
    public enum State: String, Sendable, Hashable, Codable, CaseIterable {
        /// Written down; nothing was sent.
        case intent
        /// About to be sent, or sent and not yet answered.
        case submitting
        /// Sent, and nobody knows whether it was taken. Never resent; see ``VideoClient/resolve(_:as:)``.
        case outcomeUnknown
        /// Taken by the provider, not begun.
        case queued
        /// Being made.
        case running
        /// Made, and not on disk yet.
        case succeeded
        /// Refused, or tried and failed. Nothing more will come.
        case failed
        /// Stopped on request.
        case cancelled
        /// Dropped by the provider, or its video was.
        case expired
        /// On disk, verified.
        case stored

        /// Whether nothing more will happen.
        public var isFinal: Bool { Self.moves[self]?.isEmpty ?? true }

        /// Whether there is something left to do for `resume`.
        public var isUnfinished: Bool { !isFinal }

        /// Whether a task may go from here to another state. Staying is always allowed.
        public func canBecome(_ next: State) -> Bool {
            next == self || Self.moves[self]?.contains(next) ?? false
        }

        private static let atProvider: Set<State> = [
            .queued, .running, .succeeded, .failed, .cancelled, .expired,
        ]

        private static let moves: [State: Set<State>] = [
            .intent: [.submitting, .failed, .cancelled],
            // Back to the intent, where it is proven that nothing was taken.
            .submitting: atProvider.union([.outcomeUnknown, .intent]),
            // Only a person or the provider's list leads out of the unknown.
            .outcomeUnknown: atProvider,
            .queued: atProvider,
            .running: atProvider,
            // A provider that goes back on a success is not believed; a link that is gone is.
            .succeeded: [.stored, .expired, .failed],
            .failed: [], .cancelled: [], .expired: [], .stored: [],
        ]

        /// The state that a provider's word stands for.
        public init(_ remote: RemoteState) {
            self =
                switch remote {
                case .queued: .queued
                case .running: .running
                case .succeeded: .succeeded
                case .failed: .failed
                case .cancelled: .cancelled
                case .expired: .expired
                }
        }
    }
}
