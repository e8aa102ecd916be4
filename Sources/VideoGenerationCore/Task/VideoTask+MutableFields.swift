extension VideoTask {
    /// The part of a task that changes. Each journal entry after the first one stores it.
    package struct MutableFields: Sendable, Hashable, Codable {
        package var state: State
        var submits: Int
        var cost: Money?
        var charge: Charge?
        var orderedSeconds: Int?
        var submittedAt: Date?
        /// Journals of earlier versions do not have it.
        var keyFingerprint: String?
        var remote: RemoteTask?
        var isProvisional: Bool?
        var rawStatus: String?
        var progress: Double?
        var startedAt: Date?
        var endedAt: Date?
        package var failure: VideoError?
        var destination: String?
        /// Present only if true. Journals of earlier versions do not have it.
        var replacesFile: Bool?
        var file: StoredVideo?
        /// Present only if there are any. Journals of earlier versions do not have it.
        var extras: [StoredOutput]?
        /// Present only if there are any.
        var earlier: [Attempt]?
        /// Present only if it is not the number of `earlier`.
        var ended: Int?
        /// Present only if the provider or the request is not the one of the task's creation.
        var choice: AttemptChoice?
        /// Present only if it is not 0.
        var purchasesBefore: Int?
        /// Present only if it is not 0.
        var submissionStart: Int?
        /// Present only if the task is suspended.
        var suspension: String?
        /// Present only if two videos may have been bought.
        var boughtTwice: String?
    }

    /// Rounds every date to the value that a reader of the journal will see.
    package mutating func roundMoments() {
        updatedAt = updatedAt.asWritten
        submittedAt = submittedAt?.asWritten
        startedAt = startedAt?.asWritten
        endedAt = endedAt?.asWritten
    }

    /// The fields that change, as one value.
    package var mutableFields: MutableFields {
        get {
            MutableFields(
                state: state,
                submits: submits,
                cost: cost,
                charge: charge,
                orderedSeconds: orderedSeconds,
                submittedAt: submittedAt,
                keyFingerprint: keyFingerprint,
                remote: remote,
                isProvisional: isProvisional ? true : nil,
                rawStatus: rawStatus,
                progress: progress,
                startedAt: startedAt,
                endedAt: endedAt,
                failure: failure,
                destination: destination,
                replacesFile: replacesFile ? true : nil,
                file: file,
                extras: extras.isEmpty ? nil : extras,
                earlier: earlierAttempts.isEmpty ? nil : earlierAttempts,
                ended: endedAttempts == earlierAttempts.count ? nil : endedAttempts,
                choice: choice,
                purchasesBefore: purchasesBefore == 0 ? nil : purchasesBefore,
                submissionStart: submissionStart == 0 ? nil : submissionStart,
                suspension: suspension,
                boughtTwice: boughtTwice
            )
        }
        set {
            state = newValue.state
            submits = newValue.submits
            cost = newValue.cost
            charge = newValue.charge
            orderedSeconds = newValue.orderedSeconds
            submittedAt = newValue.submittedAt?.asWritten
            keyFingerprint = newValue.keyFingerprint
            remote = newValue.remote
            isProvisional = newValue.isProvisional ?? false
            rawStatus = newValue.rawStatus
            progress = newValue.progress
            startedAt = newValue.startedAt?.asWritten
            endedAt = newValue.endedAt?.asWritten
            failure = newValue.failure
            destination = newValue.destination
            replacesFile = newValue.replacesFile ?? false
            file = newValue.file
            extras = newValue.extras ?? []
            earlierAttempts = newValue.earlier ?? []
            endedAttempts = newValue.ended ?? earlierAttempts.count
            choice = newValue.choice
            purchasesBefore = newValue.purchasesBefore ?? 0
            submissionStart = newValue.submissionStart ?? 0
            suspension = newValue.suspension
            boughtTwice = newValue.boughtTwice
        }
    }
}

extension Date {
    /// The date as it comes back from JSON, which counts from 1970. `Date` counts from 2001, and the last bit may be
    /// lost in the conversion. A date that is thousands of years away is clamped, because a `Duration` cannot hold
    /// every difference of two dates.
    package var asWritten: Date { Date(timeIntervalSince1970: min(max(timeIntervalSince1970, -1e11), 1e11)) }
}

extension VideoTask: Codable {
    private enum CodingKeys: String, CodingKey {
        case id, provider, request, createdAt, updatedAt, standing, label, digest, route, priority
    }

    /// Decodes a task that ``encode(to:)`` wrote.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            id: try container.decode(ID.self, forKey: .id),
            provider: try container.decode(ProviderReference.self, forKey: .provider),
            request: try container.decode(VideoRequest.self, forKey: .request),
            createdAt: try container.decode(Date.self, forKey: .createdAt),
            label: try container.decodeIfPresent(String.self, forKey: .label),
            digest: try container.decodeIfPresent(String.self, forKey: .digest),
            route: try container.decodeIfPresent(Route.self, forKey: .route),
            priority: try container.decodeIfPresent(Int.self, forKey: .priority) ?? 0
        )
        updatedAt = try container.decode(Date.self, forKey: .updatedAt).asWritten
        mutableFields = try container.decode(MutableFields.self, forKey: .standing)
    }

    /// Encodes everything except secrets: no key, no signed link, no private prompt.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(id, forKey: .id)
        try container.encode(boxedProvider.value, forKey: .provider)
        try container.encode(originalRequest.withoutPrivatePrompt, forKey: .request)
        try container.encode(createdAt, forKey: .createdAt)
        try container.encode(updatedAt, forKey: .updatedAt)
        try container.encode(mutableFields, forKey: .standing)
        try container.encodeIfPresent(label, forKey: .label)
        try container.encodeIfPresent(digest, forKey: .digest)
        try container.encodeIfPresent(boxedRoute.value, forKey: .route)
        if priority != 0 { try container.encode(priority, forKey: .priority) }
    }
}
