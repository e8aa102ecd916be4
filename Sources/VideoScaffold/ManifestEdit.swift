import Foundation

/// Adds lines to a Package.swift: to the `products` and `targets` of its `Package(…)`.
///
/// It reads just enough of Swift to find the two arrays: strings and comments are skipped, brackets counted.
struct ManifestEdit {
    private let text: String

    /// Takes a manifest.
    init(_ text: String) { self.text = text }

    /// The manifest with a product, where it has products, and with targets.
    /// - Throws: ``ScaffoldError`` where there is no array of targets to add to.
    func adding(product: String, targets: [String]) throws -> String {
        guard let place = opening(of: "targets") else {
            throw ScaffoldError(
                "Package.swift has no plain `targets: […]`. Nothing was made; leave --edit out and add the lines by hand."
            )
        }
        var edited = Self.insert(targets, into: text, at: place)
        // Found anew: the array of products may stand on either side of the targets.
        if let place = ManifestEdit(edited).opening(of: "products") {
            edited = Self.insert([product], into: edited, at: place)
        }
        return edited
    }

    private static func insert(_ lines: [String], into text: String, at place: String.Index) -> String {
        let rest = text[place...]
        let block = lines.map { "\n        \($0)" }.joined()
        // An array on one line gets its end, or its first element, a line of its own.
        let next = rest.first == "]" ? "\n    " : rest.first?.isNewline == true ? "" : "\n        "
        return text[..<place] + block + next + rest
    }

    /// Right behind the bracket of an array that is an argument of `Package(…)`.
    private func opening(of label: String) -> String.Index? {
        guard let start = text.range(of: "Package(") else { return nil }
        var index = start.upperBound
        var depth = 1
        while index < text.endIndex, depth > 0 {
            let rest = text[index...]
            if rest.hasPrefix("//") {
                index = rest.firstIndex(of: "\n") ?? text.endIndex
            } else if rest.hasPrefix("/*") {
                index = rest.range(of: "*/")?.upperBound ?? text.endIndex
            } else if rest.first == "\"" {
                index = Self.end(ofString: rest)
            } else if depth == 1, rest.hasPrefix("\(label):") {
                let value = rest.dropFirst(label.count + 1).drop(while: \.isWhitespace)
                return value.first == "[" ? value.index(after: value.startIndex) : nil
            } else {
                if "([{".contains(rest[index]) { depth += 1 }
                if ")]}".contains(rest[index]) { depth -= 1 }
                index = text.index(after: index)
            }
        }
        return nil
    }

    private static func end(ofString rest: Substring) -> String.Index {
        var index = rest.index(after: rest.startIndex)
        while index < rest.endIndex, rest[index] != "\"" {
            if rest[index] == "\\" { index = rest.index(after: index) }
            if index < rest.endIndex { index = rest.index(after: index) }
        }
        return index < rest.endIndex ? rest.index(after: index) : index
    }
}
