import VideoPlatform

/// A description of the entry at a path of a ``Disk``.
package struct DiskEntry: Sendable, Hashable {
    /// The kinds of entries that a path can have.
    package enum Kind: Sendable, Hashable {
        /// A regular file.
        case file
        /// A folder (directory).
        case folder
        /// A symbolic link, whatever it points to.
        case link
        /// A pipe, a device or a socket.
        case other
    }

    /// The kind of the entry.
    package var kind: Kind
    /// An identity that all paths of this file or folder share and no other entry has, or nil if it is unknown.
    package var identity: String?
    /// Whether other users of the machine can change the entry. If it is a folder, they can then create files in
    /// it.
    package var isWritableByOthers: Bool

    /// Creates a description of an entry.
    package init(kind: Kind, identity: String? = nil, isWritableByOthers: Bool = false) {
        self.kind = kind
        self.identity = identity
        self.isWritableByOthers = isWritableByOthers
    }
}

extension DiskEntry.Kind {
    /// Creates a kind from the format bits of `st_mode`.
    init(_ format: mode_t) {
        self =
            switch format {
            case S_IFREG: .file
            case S_IFDIR: .folder
            case S_IFLNK: .link
            default: .other
            }
    }
}
