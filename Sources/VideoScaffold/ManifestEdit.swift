import Foundation

/// Adds lines to the `products` and `targets` of `Package(…)` in a Package.swift.
///
/// It reads just enough Swift to find the two arrays. It skips strings and comments, and counts brackets.
struct ManifestEdit {
    private let text: String

    /// Creates an editor for the text of a manifest.
    init(_ text: String) { self.text = text }

    /// Returns whether `Package(…)` has an argument with a label.
    func has(_ label: String) -> Bool { call?.arguments[label] != nil }

    /// Returns the manifest with targets added, and with a product if it has products.
    /// - Throws: ``ScaffoldError`` if the targets are not a plain array literal.
    func adding(product: String, targets: [String]) throws -> String {
        var edited = try adding(targets: targets)
        // Searched again, because the products can stand before or after the targets.
        if let place = ManifestEdit(edited).call?.array("products", of: edited) {
            edited = Self.insert([product], into: edited, at: place)
        }
        return edited
    }

    private func adding(targets: [String]) throws -> String {
        let refusal = ScaffoldError(
            "Package.swift has no plain `targets: […]`. Nothing was created. Omit --edit, and add the lines by hand."
        )
        guard let call else { throw refusal }
        if call.arguments["targets"] != nil {
            guard let place = call.array("targets", of: text) else { throw refusal }
            return Self.insert(targets, into: text, at: place)
        }
        // The package has no targets yet. Swift requires its arguments in a fixed order.
        let argument = "targets: [" + targets.map { "\n        \($0)" }.joined() + "\n    ]"
        let later = ["swiftLanguageModes", "swiftLanguageVersions", "cLanguageStandard", "cxxLanguageStandard"]
        if let next = later.compactMap({ call.arguments[$0] }).min() {
            return text[..<next] + argument + ",\n    " + text[next...]
        }
        let comma = text[..<call.end].hasSuffix(",") ? "" : ","
        return text[..<call.end] + comma + "\n    " + argument + text[call.end...]
    }

    private static func insert(_ lines: [String], into text: String, at place: String.Index) -> String {
        let rest = text[place...]
        let block = lines.map { "\n        \($0)" }.joined()
        // If the array is on one line, its end or its first element moves to a separate line.
        let next = rest.first == "]" ? "\n    " : rest.first?.isNewline == true ? "" : "\n        "
        return text[..<place] + block + next + rest
    }

    /// The arguments of `Package(…)`.
    private struct Call {
        /// The position of each label.
        var arguments: [String: String.Index] = [:]
        /// The position after the last token that is not a comment.
        var end: String.Index

        /// Returns the position after the opening bracket of an array argument, or nil if the argument is not an array
        /// literal.
        func array(_ label: String, of text: String) -> String.Index? {
            guard let start = arguments[label] else { return nil }
            let value = text[start...].dropFirst(label.count).drop { $0.isWhitespace || $0 == ":" }
            return value.first == "[" ? value.index(after: value.startIndex) : nil
        }
    }

    private var call: Call? {
        guard let start = text.range(of: "Package(") else { return nil }
        var call = Call(end: start.upperBound)
        var index = start.upperBound
        var depth = 1
        while index < text.endIndex {
            let rest = text[index...]
            let word = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
            if rest.hasPrefix("//") {
                index = rest.firstIndex(of: "\n") ?? text.endIndex
                continue
            }
            if rest.hasPrefix("/*") {
                index = rest.range(of: "*/")?.upperBound ?? text.endIndex
                continue
            }
            if rest.first == "\"" {
                index = Self.end(ofString: rest)
            } else if !word.isEmpty {
                index = word.endIndex
                if depth == 1, text[index...].first == ":" { call.arguments[String(word)] = word.startIndex }
            } else {
                if "([{".contains(rest[index]) { depth += 1 }
                if ")]}".contains(rest[index]) { depth -= 1 }
                if depth == 0 { return call }
                index = text.index(after: index)
                if rest.first?.isWhitespace == true { continue }
            }
            call.end = index
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
