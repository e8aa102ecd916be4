/// The folders of a module, and the uses of a folder's top-level types in other folders.
///
/// It compares words, so it sees neither uses of members alone nor types that are only inferred.
struct TypeGraph {
    /// A use of another folder's type.
    struct Arrow: Hashable, CustomStringConvertible {
        let file: String
        let from: String
        let to: String
        let type: String

        var description: String { "\(file) uses \(type) of \(to)" }
    }

    let folders: Set<String>
    let arrows: Set<Arrow>

    init(_ files: [SourceFile]) {
        var owners: [Substring: String] = [:]
        for file in files {
            for type in file.lines.compactMap(Self.declaredType) { owners[type] = file.folder }
        }
        var arrows: Set<Arrow> = []
        for file in files {
            for word in file.lines.flatMap(Self.typeWords) {
                guard let owner = owners[word], owner != file.folder else { continue }
                arrows.insert(Arrow(file: file.path, from: file.folder, to: owner, type: String(word)))
            }
        }
        folders = Set(files.map(\.folder))
        self.arrows = arrows
    }

    /// The arrows to a folder that comes later in an order of the folders.
    func arrows(against order: [String]) -> [Arrow] {
        let position = Dictionary(uniqueKeysWithValues: zip(order, order.indices))
        return arrows.filter { position[$0.to, default: .max] > position[$0.from, default: .max] }
            .sorted { $0.description < $1.description }
    }

    /// The groups of folders in which each folder uses the types of every other one, directly or through others.
    var cycles: [[String]] {
        let next = Dictionary(grouping: arrows, by: \.from).mapValues { Set($0.map(\.to)) }
        func reachable(from folder: String) -> Set<String> {
            var found: Set<String> = []
            var waiting = [folder]
            while let current = waiting.popLast() {
                for folder in next[current, default: []] where found.insert(folder).inserted { waiting.append(folder) }
            }
            return found
        }
        let reached = Dictionary(uniqueKeysWithValues: folders.map { ($0, reachable(from: $0)) })
        let groups = folders.map { folder in
            folders.filter { reached[folder, default: []].contains($0) && reached[$0, default: []].contains(folder) }
                .sorted()
        }
        return Set(groups.filter { !$0.isEmpty }).sorted { $0[0] < $1[0] }
    }

    /// Returns the name of the type that a line declares at the top level, unless it is private to the file.
    private static func declaredType(_ line: String) -> Substring? {
        guard line.first?.isWhitespace == false else { return nil }
        let words = line.split { !$0.isLetter && !$0.isNumber && $0 != "_" && $0 != "@" }
        let kinds: Set<Substring> = ["struct", "class", "enum", "actor", "protocol", "typealias"]
        let others: Set<Substring> = ["private", "fileprivate", "import"]
        guard let kind = words.firstIndex(where: kinds.contains), kind + 1 < words.count,
            !words[..<kind].contains(where: others.contains)
        else { return nil }
        return words[kind + 1]
    }

    /// Returns the capitalized words of a line that are not members of something.
    private static func typeWords(_ line: String) -> [Substring] {
        line.split { !$0.isLetter && !$0.isNumber && $0 != "_" }.filter { word in
            word.first?.isUppercase == true
                && (word.startIndex == line.startIndex || line[line.index(before: word.startIndex)] != ".")
        }
    }
}
