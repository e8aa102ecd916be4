import Synchronization

/// The destinations of the tasks that were submitted in this process.
///
/// A folder can have many names, through symbolic links, mounts and `..`. A place is identified by the folder itself.
package final class PlannedPlaces: Sendable {
    /// A file name in a folder, independent of the folder's name.
    package struct Place: Sendable, Hashable {
        private let folder: String
        private let name: String

        /// Creates the place of a path.
        /// - Throws: ``DiskError`` if the folder cannot be examined.
        package init(_ path: String, on disk: any Disk) throws {
            let path = DiskPath(path)
            folder = try disk.entry(at: path.folder, followingLinks: true)?.identity ?? path.folder
            name = path.name
        }
    }

    private enum Holder: Equatable {
        /// A task that is being submitted.
        case submit
        case task(VideoTask.ID)
    }

    private struct State {
        var holders: [Place: Holder] = [:]
        /// The number of places at which those of ended tasks are removed.
        var limit = 1024
    }

    private let state = Mutex(State())

    /// Reserves a place for a submit.
    /// - Parameter holds: returns whether a task still needs its place.
    /// - Throws: ``VideoError`` with code `invalidRequest` if the place is in use; the error of `holds`.
    func claim(_ place: Place, unless holds: (VideoTask.ID) async throws -> Bool) async throws {
        while let holder = reserve(place) {
            guard case .task(let id) = holder else { throw Self.isTaken("Another task, which is being submitted,") }
            if try await holds(id) { throw Self.isTaken("The task \(id)") }
            release(place, of: holder)
        }
        do { try await removeEnded(unless: holds) } catch {
            release(place, of: .submit)
            throw error
        }
    }

    /// Records the task that resulted from a submit; nil if there is none.
    func settle(_ place: Place, _ task: VideoTask.ID?) {
        state.withLock { $0.holders[place] = task.map(Holder.task) }
    }

    /// Reserves a place if it is free.
    /// - Returns: the holder of the place; nil if it was free.
    private func reserve(_ place: Place) -> Holder? {
        state.withLock { state in
            if let holder = state.holders[place] { return holder }
            state.holders[place] = .submit
            return nil
        }
    }

    private func release(_ place: Place, of holder: Holder) {
        state.withLock { if $0.holders[place] == holder { $0.holders[place] = nil } }
    }

    private func removeEnded(unless holds: (VideoTask.ID) async throws -> Bool) async throws {
        let candidates = state.withLock { $0.holders.count > $0.limit ? $0.holders : [:] }
        guard !candidates.isEmpty else { return }
        for (place, holder) in candidates {
            if case .task(let id) = holder, try await !holds(id) { release(place, of: holder) }
        }
        state.withLock { $0.limit = max(1024, $0.holders.count * 2) }
    }

    private static func isTaken(_ holder: String) -> VideoError {
        VideoError(
            .invalidRequest,
            "\(holder) has the same destination, perhaps by another name of the folder.",
            advice: "Nothing was sent. Choose another name, or finish that task first."
        )
    }
}
