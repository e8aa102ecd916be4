extension Disk {
    /// Creates a folder of the journal that only its owner can use, or checks that an existing folder is private.
    ///
    /// Another user with write access to the folder could remove a task, or add one that sends a key to another
    /// server.
    /// - Parameters:
    ///   - path: The path of the folder.
    ///   - mayBeLink: Whether the folder can be a symbolic link, as a folder that the user chose can.
    /// - Throws: ``DiskError``; ``VideoError`` with code `storageFailed` if the path is a symbolic link and
    ///   `mayBeLink` is `false`, or if other users can write to the folder.
    package func makePrivateFolder(_ path: String, mayBeLink: Bool = false) throws {
        try makeFolder(path)
        guard let entry = try entry(at: path, followingLinks: mayBeLink) else { return }
        if entry.kind == .link {
            throw VideoError(
                .storageFailed,
                "\(path) is a symbolic link; replace it with the folder itself.",
                advice: "Nothing was sent."
            )
        }
        if entry.isWritableByOthers {
            throw VideoError(
                .storageFailed,
                "Other users of this machine can write to the folder \(path) and change its records of purchases; "
                    + "`chmod 700` makes it private.",
                advice: "Nothing was sent."
            )
        }
    }
}
