extension VideoTask {
    /// One try to buy the video of a task: a provider and a model, and how the try ended.
    public struct Attempt: Sendable, Hashable, Codable {
        /// The provider of the attempt.
        public var provider: ProviderReference
        /// The model of the attempt, by the name in the request; nil if neither the request nor the provider named one.
        public var model: String?
        /// The state of the task at the end of the attempt.
        public var state: State
        /// The provider's ID of the task; nil if the provider did not accept it.
        public var remoteID: String?
        /// The time at which the request was sent; nil if it was not sent.
        public var submittedAt: Date?
        /// The estimated cost; nil if it is not known.
        public var cost: Money?
        /// The amount that the provider charged; nil if it did not report one.
        public var charge: Charge?
        /// The reason why the attempt failed.
        public var failure: VideoError?
        /// Whether the attempt bought a video: `made` if the provider accepted it.
        public var purchase: VideoError.Purchase
        /// The fingerprint of the key; nil for an attempt that was not sent, and for one of an earlier version.
        package var keyFingerprint: String?
        /// The length of the requested video in seconds; nil if it is not known.
        package var orderedSeconds: Int?
        /// Whether the provider may charge for the attempt.
        package var isCharged: Bool

        /// Whether the provider refused the attempt for a reason that ends by itself.
        package var isPassingRefusal: Bool { purchase == .none && failure?.isTransient == true }
    }

    /// Every attempt of the task, the current one last. A task that waits before its first attempt has none.
    public var attempts: [Attempt] {
        let isWaiting = state == .intent && failure == nil
        return isWaiting ? earlierAttempts : earlierAttempts + [currentAttempt]
    }

    /// Whether a video was bought for the task, over all attempts: `unknown` if the outcome of one is unknown, otherwise
    /// `made` if one was bought.
    public var purchase: VideoError.Purchase { attempts.map(\.purchase).reduce(.none) { $0.worse($1) } }

    /// The number of videos that were bought for the task, and for the pruned tasks that had its label before.
    package var purchases: Int { purchasesBefore + attempts.count { $0.purchase == .made } }

    /// Whether the current attempt is the one that a provider knows by an ID. Two providers can use the same IDs.
    package func isAttempt(_ remoteID: String?, at other: ProviderReference) -> Bool {
        remote?.id == remoteID && provider.id == other.id && provider.endpoint.origin == other.endpoint.origin
    }

    /// Whether no attempt can have bought a video: the provider charged nothing for those that it accepted.
    package var boughtNothing: Bool { purchase != .unknown && !attempts.contains(where: \.isCharged) }

    /// The attempt that the task's own fields describe.
    private var currentAttempt: Attempt {
        Attempt(
            provider: provider,
            model: request.model ?? remote?.model,
            state: state,
            remoteID: remote?.id,
            submittedAt: submittedAt,
            cost: cost,
            charge: charge,
            failure: failure,
            purchase: currentPurchase,
            keyFingerprint: keyFingerprint,
            orderedSeconds: orderedSeconds,
            isCharged: isCharged
        )
    }

    private var currentPurchase: VideoError.Purchase {
        switch state {
        case .submitting, .outcomeUnknown: .unknown
        default: remote != nil ? .made : failure?.purchase ?? .none
        }
    }

    /// Records the current attempt among the earlier ones, and returns the task to `intent` for the next one.
    package mutating func endAttempt(_ failure: VideoError? = nil) {
        if let failure { self.failure = failure }
        if self.failure != nil || submits > 0 {
            var attempt = currentAttempt
            // A candidate that is busy can be tried many times. The history has every one.
            earlierAttempts = earlierAttempts.enumerated().filter { index, earlier in
                index < submissionStart || earlier.isCharged || earlier.purchase != .none
                    || earlier.provider != attempt.provider || earlier.model != attempt.model
            }.map(\.element)
            if failure != nil, attempt.state == .submitting || attempt.state == .intent {
                // The refusal is proven, although the state is not written yet.
                (attempt.state, attempt.purchase, attempt.isCharged) = (.failed, .none, false)
            }
            earlierAttempts.append(attempt)
        }
        endedAttempts += 1
        state = .intent
        submits = 0
        (cost, charge, orderedSeconds, submittedAt, keyFingerprint) = (nil, nil, nil, nil, nil)
        (remote, isProvisional, rawStatus, progress) = (nil, false, nil, nil)
        (startedAt, endedAt, self.failure, file) = (nil, nil, nil, nil)
    }

    /// Ends the current attempt and its submission, so that the next attempt begins another one.
    ///
    /// Of the submissions before, only the attempts that may have bought a video are kept, so that a task that is refused
    /// again and again does not grow. The entries of the journal have all of them.
    package mutating func endSubmission() {
        let start = submissionStart
        earlierAttempts = earlierAttempts.enumerated().filter { $0 >= start || $1.isCharged || $1.purchase != .none }
            .map(\.element)
        submissionStart = 0
        endAttempt()
        submissionStart = earlierAttempts.count
    }

    /// The provider, the request and the route of an attempt, if they differ from those at the task's creation.
    package struct AttemptChoice: Sendable, Hashable, Codable {
        package var provider: ProviderReference
        package var request: VideoRequest
        package var route: Route?

        package init(provider: ProviderReference, request: VideoRequest, route: Route? = nil) {
            self.provider = provider
            self.request = request
            self.route = route
        }

        private enum CodingKeys: String, CodingKey { case provider, request, route }

        /// Encodes everything except a private prompt.
        package func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(provider, forKey: .provider)
            try container.encode(request.withoutPrivatePrompt, forKey: .request)
            try container.encodeIfPresent(route, forKey: .route)
        }
    }

    /// The task without the text and the files of its request, to be kept with its label.
    package var withoutRequest: VideoTask {
        var task = VideoTask(
            id: id,
            provider: provider,
            request: VideoRequest(prompt: "", model: request.model),
            createdAt: createdAt,
            destination: destination,
            label: label,
            digest: digest
        )
        task.mutableFields = mutableFields
        task.choice = nil
        task.updatedAt = updatedAt
        return task
    }
}

extension VideoError.Purchase {
    /// Returns the worse of two outcomes for a caller who wants to try again: unknown, then made, then none.
    package func worse(_ other: Self) -> Self {
        if self == .unknown || other == .unknown { return .unknown }
        return self == .made || other == .made ? .made : .none
    }
}
