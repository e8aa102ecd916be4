import Foundation

/// A Swift file of a package and the room that it is in.
struct LintedFile {
    /// What a file belongs to; rules differ.
    enum Room: Equatable {
        /// A library that may not wait, draw lots or touch files but through what it is given: the core and
        /// every adapter.
        case engine
        /// Another library: a simulator, a prompt, help for tests.
        case library
        /// A program.
        case program
        /// A test.
        case tests
        /// A plugin of the package manager, or a manifest.
        case build
    }

    /// The path relative to the package.
    let path: String
    /// Where it is.
    let room: Room
    /// Its lines.
    let lines: [SwiftText.Line]

    /// Takes a file's text.
    init(path: String, room: Room, text: String) {
        self.path = path
        self.room = room
        var lines = SwiftText(text).lines
        if lines.last == SwiftText.Line() { lines.removeLast() }
        self.lines = lines
    }

    /// The folders and the file's name, outermost first.
    var components: [Substring] { path.split(separator: "/") }

    /// The file's name without its ending.
    var name: String { String(components.last?.split(separator: ".").first ?? "") }

    /// Whether a folder of this name is on the way to the file.
    func isInside(_ folders: Set<String>) -> Bool { components.dropLast().contains { folders.contains(String($0)) } }

    /// Whether a comment beside a line gives a reason: on the line itself or on one of the two above.
    func hasReason(at index: Int) -> Bool {
        lines[max(index - 2, 0)...index].contains { line in
            let text = line.comment.drop { $0 == "/" || $0 == " " }
            return !text.isEmpty && !text.hasPrefix("MARK:")
        }
    }
}
