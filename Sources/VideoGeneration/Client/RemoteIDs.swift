import Synchronization

/// Whose each of the providers' ids is: read from the journal once, when a purchase is first taken, and kept up
/// by every purchase of this process.
///
/// A provider that gives one id to two orders has made one video, or mixed two up: somebody has to be told.
final class RemoteIDs: Sendable {
    private struct Key: Hashable {
        var endpoint: Endpoint
        var id: String
    }

    private let journal: Journal
    private let owners = Mutex<[Key: VideoTask.ID]?>(nil)

    init(_ journal: Journal) { self.journal = journal }

    /// Takes note of a task that the journal holds with its id.
    /// - Returns: the earlier task that has the same id; nil where it is new.
    func claim(for task: VideoTask) -> VideoTask.ID? {
        guard let key = Self.key(task) else { return nil }
        return owners.withLock { owners in
            var known = owners ?? read(besides: task.id)
            defer { owners = known }
            if let owner = known[key], owner != task.id { return owner }
            known[key] = task.id
            return nil
        }
    }

    /// The earliest task of each id. Where the journal cannot be read, those of this process are all there is.
    private func read(besides claimant: VideoTask.ID) -> [Key: VideoTask.ID] {
        var owners: [Key: VideoTask.ID] = [:]
        for task in (try? journal.tasks()) ?? [] where task.id != claimant {
            if let key = Self.key(task), owners[key] == nil { owners[key] = task.id }
        }
        return owners
    }

    private static func key(_ task: VideoTask) -> Key? {
        // A finished video may come without an ID.
        task.remote.flatMap { $0.id.isEmpty ? nil : Key(endpoint: task.provider.endpoint, id: $0.id) }
    }
}
