extension VideoClient {
    /// Makes sure, before money is spent, that the file can be where it is to be.
    package func checkDestination(_ path: String, replacing: Bool) throws {
        do {
            if let obstacle = try DestinationFile.obstacle(at: path, replacing: replacing, on: disk) {
                throw VideoError(
                    .invalidRequest,
                    obstacle,
                    advice: "Nothing was sent. Choose another name, or ask for a file to be replaced."
                )
            }
            try folders.check(DiskPath(path).folder, on: disk, at: clock.uptime)
        } catch let error as DiskError {
            throw VideoError(
                .invalidRequest,
                VideoError(storage: error, doing: "write to \(path)").message,
                advice: "Nothing was sent. Choose a folder that exists and can be written."
            )
        }
    }

    /// Orders a video for a place that no other order of this process is meant for: the second one would be paid for
    /// and find the place taken.
    /// - Parameters:
    ///   - path: where the file is to be, as an absolute path.
    ///   - order: orders it. What it throws ends the claim to the place.
    /// - Throws: ``VideoError`` with code `invalidRequest` if another unfinished task has the place, also by another
    ///   name of its folder.
    package func reserving(_ path: String, _ order: () async throws -> VideoTask) async throws -> VideoTask {
        let place: PlannedPlaces.Place
        do { place = try PlannedPlaces.Place(path, on: disk) } catch let error as DiskError {
            throw VideoError(storage: error, doing: "write to \(path)")
        }
        try journal.places.claim(place) { id in try journal.task(id)?.holdsPlace ?? false }
        do {
            let task = try await order()
            journal.places.settle(place, task.id)
            return task
        } catch {
            journal.places.settle(place, (error as? VideoError)?.localID)
            throw error
        }
    }
}

extension VideoTask {
    /// Whether its video is still to come to its destination.
    package var holdsPlace: Bool { state.isUnfinished && state != .outcomeUnknown }
}
