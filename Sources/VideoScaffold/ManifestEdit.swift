import Foundation

/// Adds lines to a Package.swift: to the `products` and `targets` of its `Package(…)`.
///
/// It reads just enough of Swift to find the two arrays: strings and comments are skipped, brackets counted.
struct ManifestEdit {
    private let text: String

    /// Takes a manifest.
    init(_ text: String) { self.text = text }

    /// Whether `Package(…)` has an argument of this label.
    func has(_ label: String) -> Bool { call?.arguments[label] != nil }

    /// The manifest with a product, where it has products, and with targets.
    /// - Throws: ``ScaffoldError`` where the targets are no plain array that could be added to.
    func adding(product: String, targets: [String]) throws -> String {
        var edited = try adding(targets: targets)
        // Found anew: the array of products may stand on either side of the targets.
        if let place = ManifestEdit(edited).call?.array("products", of: edited) {
            edited = Self.insert([product], into: edited, at: place)
        }
        return edited
    }

    private func adding(targets: [String]) throws -> String {
        let refusal = ScaffoldError(
            "Package.swift has no plain `targets: […]`. Nothing was made; leave --edit out and add the lines by hand."
        )
        guard let call else { throw refusal }
        if call.arguments["targets"] != nil {
            guard let place = call.array("targets", of: text) else { throw refusal }
            return Self.insert(targets, into: text, at: place)
        }
        // A package that has none yet. Swift wants the arguments in their order.
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
        // An array on one line gets its end, or its first element, a line of its own.
        let next = rest.first == "]" ? "\n    " : rest.first?.isNewline == true ? "" : "\n        "
        return text[..<place] + block + next + rest
    }

    /// The arguments of `Package(…)`.
    private struct Call {
        /// Where each label begins.
        var arguments: [String: String.Index] = [:]
        /// Behind the last thing that is no comment.
        var end: String.Index

        /// Right behind the bracket of an array that is an argument.
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
