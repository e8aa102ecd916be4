import VideoGeneration

/// Makes a file name from a label.
enum SafeFileName {
    /// Returns a name of ASCII letters, digits, dots, hyphens and underscores. If the label has other characters or is
    /// long, a digest of it is appended, so that two labels never get the same name.
    static func of(_ label: String) -> String {
        var name = String(label.map { isSafe($0) ? $0 : "-" })
        // A name that starts with a dot is hidden.
        if name.first == "." { name = "-" + name.dropFirst() }
        // Two names that differ only in case are one file on many disks.
        guard name != label || name != name.lowercased() || name.utf8.count > 100 else { return name }
        let hash = SHA256Stream()
        Array(label.utf8).withUnsafeBytes { hash.update($0, at: 0) }
        return "\(cut(name, 100))-\(hash.finish().prefix(8))"
    }

    /// Returns the beginning of a text with at most the given number of UTF-8 bytes.
    static func cut(_ text: String, _ bytes: Int) -> String {
        var result = ""
        for character in text {
            guard result.utf8.count + character.utf8.count <= bytes else { break }
            result.append(character)
        }
        return result
    }

    private static func isSafe(_ character: Character) -> Bool {
        character.isASCII && (character.isLetter || character.isNumber || "._-".contains(character))
    }
}
