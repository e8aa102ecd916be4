/// Suggestions for mistyped words.
enum Spelling {
    /// Returns `rest`, after `Did you mean seconds? ` if a known word is close enough.
    static func hint(for word: String, among known: [String], mark: String = "", before rest: String) -> String {
        (nearest(to: word, among: known).map { "Did you mean \(mark)\($0)? " } ?? "") + rest
    }

    /// Returns the word with the smallest edit distance, or nil if no word is close enough.
    static func nearest(to word: String, among candidates: [String]) -> String? {
        let word = Array(word.lowercased().prefix(40))
        return ranked(word, candidates).filter { candidate in
            candidate.distance <= max(1, word.count / 3 + (candidate.name.hasPrefix(String(word)) ? 8 : 0))
        }
        .min { $0.distance < $1.distance }?.name
    }

    /// Returns the word that differs only by a typing error, or nil. Unlike ``nearest(to:among:)``, this does not accept
    /// the mere beginning of a word.
    static func misspelled(_ word: String, among candidates: [String]) -> String? {
        guard word.count >= 4 else { return nil }
        return ranked(Array(word.lowercased().prefix(40)), candidates).filter { $0.distance <= max(1, word.count / 4) }
            .min { $0.distance < $1.distance }?.name
    }

    private static func ranked(_ word: [Character], _ candidates: [String]) -> [(name: String, distance: Int)] {
        candidates.map { (name: $0, distance: distance(word, Array($0.lowercased()))) }
    }

    /// Returns the Levenshtein distance between two words.
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
    /// The strings as a list of alternatives: `a, b or c`.
    var alternatives: String { count < 2 ? joined() : "\(dropLast().joined(separator: ", ")) or \(self[count - 1])" }
}
