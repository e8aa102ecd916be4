extension VideoTask {
    /// What every sending of this order tells the provider, where its API takes an ID of the caller's.
    ///
    /// The moment beside the ID tells apart the tasks of one number in the journals of two machines.
    package var ownID: String { "\(id)-\(Int64(exactly: createdAt.timeIntervalSince1970.rounded(.towardZero)) ?? 0)" }
}
