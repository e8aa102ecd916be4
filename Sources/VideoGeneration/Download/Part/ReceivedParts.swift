import Synchronization

/// The files that arrive inside the response to a submit, in the journal's folder for unfinished downloads.
///
/// One of them becomes the part of the task, complete, before the journal records that the task was accepted. A later
/// save verifies it and needs no request.
final class ReceivedParts: ReceivedFiles {
    private struct Arrival {
        let path: String
        let file: any DiskFile
        var size: Int64 = 0
        /// The reason why the file is incomplete.
        var failure: (any Error)?
    }

    private let task: VideoTask.ID
    private let folder: String
    private let disk: any Disk
    private let arrivals = Mutex<[Int: Arrival]>([:])
    /// The reason why a file could not be created.
    private let openingFailure = Mutex<(any Error)?>(nil)
    private let discarded = Mutex<Set<Int>>([])

    init(of task: VideoTask.ID, in folder: String, disk: any Disk) {
        self.task = task
        self.folder = folder
        self.disk = disk
    }

    func receive(_ bytes: [UInt8], of number: Int) async {
        if discarded.withLock({ $0.contains(number) }) { return }
        arrivals.withLock { arrivals in
            do {
                var arrival = try arrivals[number] ?? begin(number)
                defer { arrivals[number] = arrival }
                guard arrival.failure == nil else { return }
                do {
                    try arrival.file.write(bytes, at: arrival.size)
                    arrival.size += Int64(bytes.count)
                } catch {
                    // The rest of the response is still read, because it may contain the task's ID.
                    arrival.failure = error
                }
            } catch {
                openingFailure.withLock { $0 = $0 ?? error }
            }
        }
    }

    private func begin(_ number: Int) throws -> Arrival {
        try disk.makeFolder(folder)
        let path = PartFile.path(of: task, label: "received\(number)", in: folder)
        let file = try disk.open(path, .update)
        // Another process would take an unlocked file for an abandoned one.
        _ = try file.tryLock()
        try file.truncate(to: 0)
        return Arrival(path: path, file: file)
    }

    func discard(_ number: Int) async {
        discarded.withLock { _ = $0.insert(number) }
        if let arrival = arrivals.withLock({ $0.removeValue(forKey: number) }) { remove(arrival) }
    }

    private static let notBase64 = VideoError(.notAVideo, "The video in the response is not valid base64.")

    func keep(_ number: Int) async throws {
        do {
            guard let arrival = arrivals.withLock({ $0.removeValue(forKey: number) }) else {
                throw openingFailure.withLock { $0 } ?? Self.notBase64
            }
            defer { arrival.file.close() }
            if let failure = arrival.failure { throw failure }
            try arrival.file.sync()
            try PartFile.install(arrival.path, size: arrival.size, as: task, in: folder, disk)
        } catch let error as DiskError {
            throw VideoError(storage: error, doing: "save the video")
        }
    }

    /// Removes every file that was not kept.
    func removeOthers() {
        let others = arrivals.withLock { arrivals in
            defer { arrivals = [:] }
            return arrivals
        }
        for arrival in others.values { remove(arrival) }
    }

    private func remove(_ arrival: Arrival) {
        arrival.file.close()
        try? disk.remove(arrival.path)
    }
}
