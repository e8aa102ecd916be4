extension Disk {
    /// Removes the unfinished downloads of tasks that no longer exist, unless they are in use.
    package func removeParts(in folder: String, where isGone: (VideoTask.ID) throws -> Bool) throws {
        for name in try names(in: folder) {
            guard let id = VideoTask.ID(rawValue: String(name.prefix { $0 != "." })), try isGone(id) else { continue }
            try PartFile.removeAbandoned(id, in: folder, self)
        }
    }
}
