extension FileJournal {
    /// Removes what is left of the downloads of tasks that are gone, unless one is in use.
    func removeOrphanedParts() throws {
        let known = Set(try identifiers())
        for name in try disk.names(in: partsFolder) {
            guard let id = VideoTask.ID(rawValue: String(name.prefix { $0 != "." })), !known.contains(id) else {
                continue
            }
            try PartFile.removeAbandoned(id, in: partsFolder, disk)
        }
    }
}
