/// The tasks that a process can take now.
package struct ClaimRequest: Sendable {
    /// The largest number of tasks in one claim.
    package static let most = 64

    /// The providers that the process has. A task of another provider, or of the same one at another address, is left
    /// alone.
    package var providers: [ProviderReference]
    /// The number of tasks that the process has room for, by the kind of work.
    package var room: [FleetWork: Int]
    /// The lanes whose waiting tasks are left alone, because they cannot be sent now.
    package var closed: Set<FleetLane>

    /// Creates a request.
    package init(providers: [ProviderReference], room: [FleetWork: Int], closed: Set<FleetLane> = []) {
        self.providers = providers
        self.room = room
        self.closed = closed
    }
}
