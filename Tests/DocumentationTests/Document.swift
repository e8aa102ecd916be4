import Foundation

/// A document of this package and the Swift blocks in it.
struct Document: CustomStringConvertible {
    /// The root of this package.
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// The path in the package.
    let path: String
    /// The lines of each block.
    let blocks: [[String]]

    var description: String { path }

    init(_ path: String) throws {
        self.path = path
        let text = try String(contentsOf: Self.root.appendingPathComponent(path), encoding: .utf8)
        var blocks: [[String]] = []
        var block: [String]?
        for line in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
            if line == "```swift" {
                block = []
            } else if line.hasPrefix("```"), let finished = block {
                blocks.append(finished)
                block = nil
            } else {
                block?.append(line)
            }
        }
        self.blocks = blocks
    }

    /// The README, the pages of Docs and the articles of the catalogs.
    static func all() throws -> [Document] {
        let pages = ["Docs", "Sources"].flatMap { top in
            let paths = FileManager.default.enumerator(atPath: root.appendingPathComponent(top).path)
            return (paths?.compactMap { $0 as? String } ?? []).filter { $0.hasSuffix(".md") }.map { "\(top)/\($0)" }
        }
        return try (["README.md"] + pages.sorted()).map { try Document($0) }
    }
}
