import Foundation

/// A document of this package, its prose and its Swift blocks.
struct Document: CustomStringConvertible {
    /// The root of this package.
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// The path in the package.
    let path: String
    /// The lines of each Swift block.
    let blocks: [[String]]
    /// The text without its blocks.
    let prose: String

    var description: String { path }

    init(_ path: String) throws {
        self.path = path
        let text = try String(contentsOf: Self.root.appendingPathComponent(path), encoding: .utf8)
        var blocks: [[String]] = []
        var prose: [String] = []
        var isCode = false
        var isSwift = false
        for line in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
            if line.hasPrefix("```") {
                isSwift = !isCode && line == "```swift"
                isCode.toggle()
                if isSwift { blocks.append([]) }
            } else if isSwift {
                blocks[blocks.count - 1].append(line)
            } else if !isCode {
                prose.append(line)
            }
        }
        self.prose = prose.joined(separator: "\n")
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
