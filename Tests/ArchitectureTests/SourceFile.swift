import Foundation

@testable import VideoLint

/// A source file of a module, without its comments and the contents of its strings.
struct SourceFile {
    /// The path in the folder of the module.
    let path: String
    /// The lines of code.
    let lines: [String]

    init(path: String, text: String) {
        self.path = path
        lines = SwiftText(text).lines.map(\.code)
    }

    /// The file name.
    var name: String { String(path.split(separator: "/").last ?? "") }

    /// The first folder of the path, or an empty text for a file beside the folders.
    var folder: String { path.contains("/") ? String(path.split(separator: "/")[0]) : "" }

    /// The imports of the file, such as `Synchronization` or `func Glibc.strstr`.
    var imports: [String] {
        lines.compactMap { line in
            let words = line.split(separator: " ")
            guard let index = words.firstIndex(of: "import"), words[..<index].allSatisfy(Self.isModifier) else {
                return nil
            }
            return words[(index + 1)...].joined(separator: " ")
        }
    }

    private static func isModifier(_ word: Substring) -> Bool {
        word.hasPrefix("@") || ["public", "package", "internal", "private", "fileprivate"].contains(word)
    }

    /// Reads the Swift files in a folder of `Sources`.
    static func all(in folder: String) throws -> [SourceFile] {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Sources/" + folder)
        let paths = FileManager.default.enumerator(atPath: root.path)?.compactMap { $0 as? String } ?? []
        return try paths.filter { $0.hasSuffix(".swift") }.sorted().map { path in
            let text = try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
            return SourceFile(path: path, text: text)
        }
    }
}
