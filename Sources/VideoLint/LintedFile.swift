import Foundation

/// A Swift file of a package, with its category.
struct LintedFile {
    /// The category of a file, which decides the rules that apply to it.
    enum Room: Equatable {
        /// The core or an adapter: values and mappings without I/O.
        case adapter
        /// The engine. It may wait, use random values and access files only through the values that it is given.
        case engine
        /// Any other library, such as a simulator, a prompt or test support.
        case library
        /// An executable target.
        case program
        /// A test target.
        case tests
        /// A package plugin or a manifest.
        case build
    }

    /// The path relative to the package.
    let path: String
    /// The category of the file.
    var room: Room
    /// The lines of the file.
    let lines: [SwiftText.Line]

    /// Splits the text of a file into lines.
    init(path: String, room: Room, text: String) {
        self.path = path
        self.room = room
        var lines = SwiftText(text).lines
        if lines.last == SwiftText.Line() { lines.removeLast() }
        self.lines = lines
    }

    /// The folder names, outermost first, and the file name.
    var components: [Substring] { path.split(separator: "/") }

    /// The file name without its extension.
    var name: String { String(components.last?.split(separator: ".").first ?? "") }

    /// Returns whether the file is inside a folder with one of these names.
    func isInside(_ folders: Set<String>) -> Bool { components.dropLast().contains { folders.contains(String($0)) } }

    /// Returns whether a comment gives a reason, on the line itself or on one of the two lines above.
    func hasReason(at index: Int) -> Bool {
        lines[max(index - 2, 0)...index].contains { line in
            let text = line.comment.drop { $0 == "/" || $0 == " " }
            return !text.isEmpty && !text.hasPrefix("MARK:")
        }
    }
}
