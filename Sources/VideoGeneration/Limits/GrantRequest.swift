import VideoPlatform

/// A task that asks to be sent, with the limits that apply to it.
package struct GrantRequest: Sendable {
    /// The account that the task would be sent for.
    package var account: Account
    /// The model; nil if neither the request nor the provider names one.
    package var model: String?
    /// The task.
    package var task: VideoTask.ID
    /// The place of the task among those that wait.
    package var place: WaitingPlace
    /// The limits of the account and of its models, with the ones that this process has learned. Those of a submit
    /// without a model have an empty name.
    package var limits: SubmitLimits
    /// A random number that identifies the process.
    package var process: UInt64
    /// The task of this process that waits after this one for the same model; nil if there is none.
    package var next: WaitingPlace?

    /// Creates a request.
    package init(
        account: Account,
        model: String?,
        task: VideoTask.ID,
        place: WaitingPlace,
        limits: SubmitLimits,
        process: UInt64,
        next: WaitingPlace? = nil
    ) {
        self.account = account
        self.model = model
        self.task = task
        self.place = place
        self.limits = limits
        self.process = process
        self.next = next
    }

    /// Whether any limit applies.
    var isLimited: Bool {
        let own = limits.models[model ?? ""]
        return [limits.inFlight, limits.perMinute, own?.inFlight, own?.perMinute].contains { $0 != nil }
    }
}
