extension FileJournal {
    /// The files that ``tasks()`` leaves out because they cannot be read, each with the reason: a purchase may be in them.
    /// - Parameter tasks: those that were read.
    /// - Throws: ``VideoError`` with code `storageFailed` where the folder cannot be read.
    public func unreadable(besides tasks: [VideoTask]) throws -> [VideoError] {
        let known = Set(tasks.map(\.id))
        let others = try storing("read the journal") { try identifiers() }.filter { !known.contains($0) }
        return others.compactMap { id in
            do {
                // A purchase that ended before it was on disk was not sent, and one that came since is no trouble.
                guard let bytes = try read(id), !JournalFormat.isUnbegun(bytes) else { return nil }
                _ = try task(id)
                return nil
            } catch {
                return error as? VideoError
            }
        }
    }
}
