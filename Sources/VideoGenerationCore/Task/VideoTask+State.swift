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

        /// Whether nothing more will happen by itself. A failed or expired task that the provider took may still turn
        /// out to have succeeded, if a person asks for it once more.
        public var isFinal: Bool { [.failed, .cancelled, .expired, .stored].contains(self) }

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
            // An ID that came with a response that was no success may turn out to be none.
            .queued: atProvider.union([.outcomeUnknown]),
            .running: atProvider.union([.outcomeUnknown]),
            // A provider that goes back on a success is not believed; a link that is gone is.
            .succeeded: [.stored, .expired, .failed],
            // What a provider calls an end is asked about once more on request.
            .failed: [.succeeded], .expired: [.succeeded],
            .cancelled: [], .stored: [],
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
