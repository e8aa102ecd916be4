/// A path, divided into a folder and the name of an entry in it.
///
/// The path is divided by bytes, because a combining mark after a slash makes a different character of it.
struct DiskPath: Sendable, Hashable {
    /// The path of the folder: `.` if the path is only a name, and `/` for an entry of the root folder.
    let folder: String
    /// The name of the entry in the folder.
    let name: String
    /// The folder with its slash, as the path gives it.
    private let prefix: String

    init(_ path: String) {
        let slash = path.utf8.lastIndex(of: UInt8(ascii: "/"))
        let start = slash.map { path.utf8.index(after: $0) } ?? path.startIndex
        name = String(path[start...])
        prefix = String(path[..<start])
        folder = if let slash { slash == path.startIndex ? "/" : String(path[..<slash]) } else { "." }
    }

    /// Returns the path of another entry in the same folder.
    func sibling(named name: String) -> String { prefix + name }
}
