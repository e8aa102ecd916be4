extension VideoTask {
    /// The part of a task that changes: what each journal entry after the first one carries.
    package struct MutableFields: Sendable, Hashable, Codable {
        package var state: State
        var submits: Int
        var cost: Money?
        var charge: Money?
        var orderedSeconds: Int?
        var submittedAt: Date?
        var remote: RemoteTask?
        var isProvisional: Bool?
        var rawStatus: String?
        var progress: Double?
        var startedAt: Date?
        var endedAt: Date?
        package var failure: VideoError?
        var destination: String?
        /// Absent in journals of versions that did not keep it, and unless it is true.
        var replacesFile: Bool?
        var file: StoredVideo?
    }

    /// Takes every moment to what a reader of the journal will see.
    package mutating func roundMoments() {
        updatedAt = updatedAt.asWritten
        submittedAt = submittedAt?.asWritten
        startedAt = startedAt?.asWritten
        endedAt = endedAt?.asWritten
    }

    package var standing: MutableFields {
        get {
            MutableFields(
                state: state,
                submits: submits,
                cost: cost,
                charge: charge,
                orderedSeconds: orderedSeconds,
                submittedAt: submittedAt,
                remote: remote,
                isProvisional: isProvisional ? true : nil,
                rawStatus: rawStatus,
                progress: progress,
                startedAt: startedAt,
                endedAt: endedAt,
                failure: failure,
                destination: destination,
                replacesFile: replacesFile ? true : nil,
                file: file
            )
        }
        set {
            state = newValue.state
            submits = newValue.submits
            cost = newValue.cost
            charge = newValue.charge
            orderedSeconds = newValue.orderedSeconds
            submittedAt = newValue.submittedAt?.asWritten
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
        }
    }
}

extension Date {
    /// The moment that comes back from JSON, which counts from 1970: `Date` counts from 2001, and the last bit of it
    /// may be lost on the way. One that is thousands of years away is brought nearer, because a `Duration` cannot hold
    /// every difference of two dates.
    package var asWritten: Date { Date(timeIntervalSince1970: min(max(timeIntervalSince1970, -1e11), 1e11)) }
}

extension VideoTask: Codable {
    private enum CodingKeys: String, CodingKey { case id, provider, request, createdAt, updatedAt, standing }

    /// Reads what ``encode(to:)`` wrote.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            id: try container.decode(ID.self, forKey: .id),
            provider: try container.decode(ProviderReference.self, forKey: .provider),
            request: try container.decode(VideoRequest.self, forKey: .request),
            createdAt: try container.decode(Date.self, forKey: .createdAt)
        )
        updatedAt = try container.decode(Date.self, forKey: .updatedAt).asWritten
        standing = try container.decode(MutableFields.self, forKey: .standing)
    }

    /// Writes everything but what would be a secret: no key, no signed link, no private prompt.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(id, forKey: .id)
        try container.encode(provider, forKey: .provider)
        try container.encode(request.withoutPrivatePrompt, forKey: .request)
        try container.encode(createdAt, forKey: .createdAt)
        try container.encode(updatedAt, forKey: .updatedAt)
        try container.encode(standing, forKey: .standing)
    }
}
