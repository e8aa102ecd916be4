import VideoPlatform

/// The permission to send a task now.
package struct Grant: Sendable, Hashable {
    /// The age after which a grant is not used. The limits of a later minute may already be used up by other processes.
    package static let lifetime = Duration.seconds(2)

    /// The time at which the grant was given.
    package let at: Date

    /// Creates a grant.
    package init(at: Date) { self.at = at }
}
