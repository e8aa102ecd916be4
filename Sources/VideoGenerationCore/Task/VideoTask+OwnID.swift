extension VideoTask {
    /// The caller's ID of the task, sent with every submit of the task if the provider's API accepts one.
    ///
    /// The creation time distinguishes tasks that have the same ID in the journals of two machines.
    package var ownID: String { "\(id)-\(Int64(exactly: createdAt.timeIntervalSince1970.rounded(.towardZero)) ?? 0)" }
}
