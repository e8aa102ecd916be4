extension VideoClient {
    /// Checks that the file can be stored at its destination, before anything is bought.
    package func checkDestination(_ path: String, replacing: Bool) throws {
        do {
            if let obstacle = try DestinationFile.obstacle(at: path, replacing: replacing, on: disk) {
                throw VideoError(
                    .invalidRequest,
                    obstacle,
                    advice: "Nothing was sent. Choose another name, or allow the file to be replaced."
                )
            }
            try folders.check(DiskPath(path).folder, on: disk, at: clock.uptime)
        } catch let error as DiskError {
            throw VideoError(
                .invalidRequest,
                VideoError(storage: error, doing: "write to \(path)").message,
                advice: "Nothing was sent. Choose an existing folder that can be written to."
            )
        }
    }

    /// Submits a task whose destination no other task of this process has. The video of a second one would be paid for,
    /// and could not be stored.
    /// - Parameters:
    ///   - path: the destination, as an absolute path.
    ///   - submit: submits the task. If it throws, the destination is free again.
    /// - Throws: ``VideoError`` with code `invalidRequest` if another unfinished task has the destination, also by
    ///   another name of its folder.
    package func reserving(_ path: String, _ submit: () async throws -> VideoTask) async throws -> VideoTask {
        let place: PlannedPlaces.Place
        do { place = try PlannedPlaces.Place(path, on: disk) } catch let error as DiskError {
            throw VideoError(storage: error, doing: "write to \(path)")
        }
        try await places.claim(place) { id in try await journal.task(id)?.holdsPlace ?? false }
        do {
            let task = try await submit()
            places.settle(place, task.id)
            return task
        } catch {
            places.settle(place, (error as? VideoError)?.localID)
            throw error
        }
    }
}

extension VideoTask {
    /// Whether the video will still be stored at its destination.
    package var holdsPlace: Bool { state.isUnfinished && state != .outcomeUnknown }
}
