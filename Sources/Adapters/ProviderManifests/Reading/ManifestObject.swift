import VideoGenerationCore

/// One object of a manifest, whose members are known by name. Mistakes are added to the log, and the reading goes on.
struct ManifestObject {
    let node: ManifestNode
    let log: ProblemLog
    private let values: [String: ManifestNode]

    /// Checks the names of an object's members.
    /// - Returns: nil if the value is not an object.
    init?(_ node: ManifestNode, _ shape: ManifestShape, _ log: ProblemLog) {
        guard let members = node.members else {
            log.add(node, "This must be an object { … } with \(shape.members.joined(separator: ", ")).")
            return nil
        }
        let known = shape.members
        for member in members where !log.isFull && !known.contains(member.key) {
            let path = node.path.isEmpty ? member.key : "\(node.path).\(member.key)"
            log.add(line: member.line, Redaction.singleLine(path, limit: 80), Self.unknown(member.key, shape))
        }
        for name in shape.required where !members.contains(where: { $0.key == name }) {
            log.add(node, "The member \(name.quoted) is missing.")
        }
        self.node = node
        self.log = log
        values = Dictionary(members.map { ($0.key, $0.value) }, uniquingKeysWith: { first, _ in first })
    }

    private static func unknown(_ key: String, _ shape: ManifestShape) -> String {
        if ["key", "apikey", "api_key", "token", "secret", "password"].contains(key.lowercased()) {
            return "A key does not belong in a manifest. Write \"keyEnv\": \"NAME\" in \"auth\", and export NAME."
        }
        return "There is no member \(key.quoted) here. " + NearestWord.hint(for: key, among: shape.members)
            + "Known: \(shape.members.joined(separator: ", "))."
    }

    /// The value of a member; nil if it is missing.
    subscript(name: String) -> ManifestNode? { values[name] }

    /// Returns the text of a member; nil if it is missing or not a text.
    func text(_ name: String, atMost limit: Int = 2_000) -> String? {
        guard let value = values[name] else { return nil }
        guard let text = value.string, !text.allSatisfy(\.isWhitespace) || name == "prefix" else {
            log.add(value, "This must be a text in quotation marks that is not empty.")
            return nil
        }
        guard text.utf8.count <= limit else {
            log.add(value, "This text is longer than \(limit) bytes.")
            return nil
        }
        return text
    }

    /// Returns the texts of a member that is an array, or one text; empty if it is missing.
    func texts(_ name: String) -> [String] { nodes(name).compactMap { text(of: $0) } }

    /// Returns the values of a member that is an array, or its only value; empty if it is missing.
    func nodes(_ name: String) -> [ManifestNode] {
        guard let value = values[name] else { return [] }
        return value.elements ?? [value]
    }

    /// Returns a text; nil with a mistake for another value.
    func text(of node: ManifestNode) -> String? {
        guard let text = node.string, !text.isEmpty else {
            log.add(node, "This must be a text in quotation marks.")
            return nil
        }
        return text
    }

    /// Returns a Boolean; nil if the member is missing or not a Boolean.
    func bool(_ name: String) -> Bool? {
        guard let value = values[name] else { return nil }
        guard case .bool(let bool) = value.content else {
            log.add(value, "This must be true or false.")
            return nil
        }
        return bool
    }

    /// Returns a whole number in a range; nil if the member is missing or something else.
    func integer(_ name: String, in range: ClosedRange<Int> = 1...1_000_000_000) -> Int? {
        guard let value = values[name] else { return nil }
        return integer(of: value, in: range)
    }

    /// Returns a whole number in a range; nil with a mistake for another value.
    func integer(of node: ManifestNode, in range: ClosedRange<Int> = 1...1_000_000_000) -> Int? {
        guard case .number(let digits) = node.content, let number = Int(digits), range.contains(number) else {
            log.add(node, "This must be a whole number from \(range.lowerBound) to \(range.upperBound).")
            return nil
        }
        return number
    }

    /// Returns one of the known words; nil if the member is missing or another word.
    func choice<Choice: RawRepresentable>(_ name: String, _ known: [Choice]) -> Choice?
    where Choice.RawValue == String {
        guard let value = values[name] else { return nil }
        return choice(of: value, known)
    }

    /// Returns one of the known words; nil with a mistake for another value.
    func choice<Choice: RawRepresentable>(of node: ManifestNode, _ known: [Choice]) -> Choice?
    where Choice.RawValue == String {
        guard let text = text(of: node) else { return nil }
        if let choice = known.first(where: { $0.rawValue == text }) { return choice }
        let words = known.map(\.rawValue)
        log.add(
            node,
            "\(text.quoted) is not known here. " + NearestWord.hint(for: text, among: words)
                + "Write one of: \(words.joined(separator: ", "))."
        )
        return nil
    }

    /// Returns a day such as `2026-11-27`; nil if the member is missing or not a day.
    func day(_ name: String) -> String? {
        guard let value = values[name], let text = text(name) else { return nil }
        let digits = text.utf8.map { (0x30...0x39).contains($0) ? UInt8(ascii: "0") : $0 }
        guard digits == Array("0000-00-00".utf8) else {
            log.add(value, "This must be a day such as \"2026-11-27\".")
            return nil
        }
        return text
    }

    /// Returns the object of a member; nil if it is missing.
    func object(_ name: String, _ shape: ManifestShape) -> ManifestObject? {
        values[name].flatMap { ManifestObject($0, shape, log) }
    }

    /// Returns the objects of an array; empty if the member is missing.
    func objects(_ name: String, _ shape: ManifestShape, atMost limit: Int = 1_000) -> [ManifestObject] {
        guard let value = values[name] else { return [] }
        guard let elements = value.elements, elements.count <= limit else {
            log.add(value, "This must be an array [ … ] of at most \(limit) objects.")
            return []
        }
        return elements.compactMap { ManifestObject($0, shape, log) }
    }

    /// Adds a mistake at a member.
    func problem(_ name: String, _ message: String) { log.add(values[name] ?? node, message) }
}
