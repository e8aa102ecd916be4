/// Suggestions for mistyped names of members.
enum NearestWord {
    /// Returns `Did you mean “path”? `; empty if no name is close enough.
    static func hint(for word: String, among known: [String]) -> String {
        let word = Array(word.lowercased().prefix(40))
        let ranked = known.map { (name: $0, distance: distance(word, Array($0.lowercased()))) }
        let best = ranked.filter { $0.distance <= max(1, word.count / 3) }.min { $0.distance < $1.distance }
        return best.map { "Did you mean \($0.name.quoted)? " } ?? ""
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
