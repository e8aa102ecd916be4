extension VideoTask {
    /// The state of a task. The journal accepts only legal transitions between states.
    public enum State: String, Sendable, Hashable, Codable, CaseIterable {
        /// The task is in the journal. Nothing was sent.
        case intent
        /// The request is about to be sent, or was sent and has no response yet.
        case submitting
        /// The request was sent, and it is unknown whether the provider accepted it. It is never sent again; see
        /// `VideoClient/resolve(_:as:)`.
        case outcomeUnknown
        /// The provider accepted the task and has not started it.
        case queued
        /// The provider is making the video.
        case running
        /// The provider has made the video, and it is not on disk yet.
        case succeeded
        /// The provider refused the request, or tried and failed. The task will not continue.
        case failed
        /// The task was canceled on request.
        case cancelled
        /// The provider dropped the task or its video.
        case expired
        /// The verified video is on disk.
        case stored

        /// Whether the state no longer changes by itself. A failed or expired task that the provider accepted may still
        /// turn out to have succeeded when a user polls it again.
        public var isFinal: Bool { [.failed, .cancelled, .expired, .stored].contains(self) }

        /// Whether `resume` has work left to do.
        package var isUnfinished: Bool { !isFinal }

        /// Returns whether a task may change from this state to another. Keeping the state is always allowed.
        package func canBecome(_ next: State) -> Bool {
            next == self || Self.moves[self]?.contains(next) ?? false
        }

        private static let atProvider: Set<State> = [
            .queued, .running, .succeeded, .failed, .cancelled, .expired,
        ]

        private static let moves: [State: Set<State>] = [
            .intent: [.submitting, .failed, .cancelled],
            // Back to `intent` only if it is proven that the provider did not accept the request.
            .submitting: atProvider.union([.outcomeUnknown, .intent]),
            // Only a user or the provider's list can resolve an unknown outcome.
            .outcomeUnknown: atProvider,
            // An ID that came with a response outside 2xx may turn out to be invalid.
            .queued: atProvider.union([.outcomeUnknown]),
            .running: atProvider.union([.outcomeUnknown]),
            // A provider that revokes a success is not believed. An expired link is.
            .succeeded: [.stored, .expired, .failed],
            // A user can ask to poll a failed or expired task once more.
            .failed: [.succeeded], .expired: [.succeeded],
            .cancelled: [], .stored: [],
        ]

        /// Creates the state that corresponds to a provider's state.
        package init(_ remote: RemoteState) {
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
