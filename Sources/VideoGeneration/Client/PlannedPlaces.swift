import Synchronization

/// The places that the orders of this process are meant for.
///
/// A folder has many names: through symbolic links, mounts and `..`. A place is known by the folder itself.
package final class PlannedPlaces: Sendable {
    /// A name in a folder, whatever the folder is called.
    package struct Place: Sendable, Hashable {
        private let folder: String
        private let name: String

        /// - Throws: `DiskError` if the folder cannot be looked at.
        package init(_ path: String, on disk: any Disk) throws {
            let path = DiskPath(path)
            folder = try disk.entry(at: path.folder, followingLinks: true)?.identity ?? path.folder
            name = path.name
        }
    }

    private enum Holder {
        /// An order that is being made.
        case order
        case task(VideoTask.ID)
    }

    private struct State {
        var holders: [Place: Holder] = [:]
        /// How many there may be before those that have ended are looked for.
        var limit = 1024
    }

    private let state = Mutex(State())

    /// Takes a place for an order.
    /// - Parameter holds: whether a task still needs its place.
    func claim(_ place: Place, unless holds: (VideoTask.ID) throws -> Bool) throws {
        try state.withLock { state in
            switch state.holders[place] {
            case nil: break
            case .order?: throw Self.taken("Another order, which is being made at the moment,")
            case .task(let id)?: if try holds(id) { throw Self.taken("The task \(id)") }
            }
            if state.holders.count >= state.limit {
                state.holders = try state.holders.filter {
                    if case .task(let id) = $0.value { try holds(id) } else { true }
                }
                state.limit = max(1024, state.holders.count * 2)
            }
            state.holders[place] = .order
        }
    }

    /// Says which task came of an order; nil for none.
    func settle(_ place: Place, _ task: VideoTask.ID?) {
        state.withLock { $0.holders[place] = task.map(Holder.task) }
    }

    private static func taken(_ who: String) -> VideoError {
        VideoError(
            .invalidRequest,
            "\(who) has the same destination, perhaps by another name of the folder.",
            advice: "Nothing was sent. Choose another name, or finish that one first."
        )
    }
}
