extension Disk {
    /// Makes a folder of the journal's for its owner only, or makes sure that the one that is there is private.
    ///
    /// Another user who can write there could take a purchase away, or make one up that leads a key elsewhere.
    /// - Parameter mayBeLink: whether the folder may be a symbolic link, as one that the user chose may.
    /// - Throws: ``DiskError``; ``VideoError`` with code `storageFailed` if others can write the folder.
    package func makePrivateFolder(_ path: String, mayBeLink: Bool = false) throws {
        try makeFolder(path)
        guard let entry = try entry(at: path, followingLinks: mayBeLink) else { return }
        if entry.kind == .link {
            throw VideoError(
                .storageFailed,
                "\(path) is a symbolic link; put the folder itself in its place.",
                advice: "Nothing was sent."
            )
        }
        if entry.isWritableByOthers {
            throw VideoError(
                .storageFailed,
                "Other users of this machine can write to the folder \(path), and so change what was bought; "
                    + "`chmod 700` makes it private.",
                advice: "Nothing was sent."
            )
        }
    }
}
