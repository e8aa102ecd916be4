import VideoPlatform

/// What is at a path of a ``Disk``.
public struct DiskEntry: Sendable, Hashable {
    /// What a path can lead to.
    public enum Kind: Sendable, Hashable {
        /// A regular file.
        case file
        /// A folder.
        case folder
        /// A symbolic link, wherever it leads.
        case link
        /// A pipe, a device or a socket.
        case other
    }

    /// What it is.
    public var kind: Kind
    /// The same for all paths that lead to this file or folder, and different for every other one; nil if unknown.
    public var identity: String?
    /// Whether other users of the machine may change it, and so make files in it if it is a folder.
    public var isWritableByOthers: Bool

    /// Makes an entry.
    public init(kind: Kind, identity: String? = nil, isWritableByOthers: Bool = false) {
        self.kind = kind
        self.identity = identity
        self.isWritableByOthers = isWritableByOthers
    }
}

extension DiskEntry.Kind {
    /// Takes the format bits of `st_mode`.
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
