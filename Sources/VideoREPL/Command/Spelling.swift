/// What a mistyped word was probably meant to be.
enum Spelling {
    /// `Did you mean seconds? `, where that can be told, and what is to be said in any case.
    static func hint(for word: String, among known: [String], mark: String = "", before rest: String) -> String {
        (nearest(to: word, among: known).map { "Did you mean \(mark)\($0)? " } ?? "") + rest
    }

    /// The word at the smallest edit distance, if it is near enough to have been meant.
    static func nearest(to word: String, among candidates: [String]) -> String? {
        let word = Array(word.lowercased().prefix(40))
        return ranked(word, candidates).filter { candidate in
            candidate.distance <= max(1, word.count / 3 + (candidate.name.hasPrefix(String(word)) ? 8 : 0))
        }
        .min { $0.distance < $1.distance }?.name
    }

    /// The word that differs by a slip of the fingers; a beginning alone is none.
    static func misspelled(_ word: String, among candidates: [String]) -> String? {
        guard word.count >= 4 else { return nil }
        return ranked(Array(word.lowercased().prefix(40)), candidates).filter { $0.distance <= max(1, word.count / 4) }
            .min { $0.distance < $1.distance }?.name
    }

    private static func ranked(_ word: [Character], _ candidates: [String]) -> [(name: String, distance: Int)] {
        candidates.map { (name: $0, distance: distance(word, Array($0.lowercased()))) }
    }

    /// Levenshtein's distance.
    private static func distance(_ left: [Character], _ right: [Character]) -> Int {
        var row = Array(0...right.count)
        for (i, a) in left.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, b) in right.enumerated() {
                let next = a == b ? diagonal : min(diagonal, row[j], row[j + 1]) + 1
                diagonal = row[j + 1]
                row[j + 1] = next
            }
        }
        return row[right.count]
    }
}

extension [String] {
    /// `a, b or c`
    var alternatives: String { count < 2 ? joined() : "\(dropLast().joined(separator: ", ")) or \(self[count - 1])" }
}
