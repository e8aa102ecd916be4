import VideoGeneration

/// A command line that was understood: words, and options by name.
struct Invocation: Sendable, Equatable {
    /// The command's name; nil where only options were given.
    var command: String?
    /// The words behind the command.
    var arguments: [String] = []
    /// Whether it runs while somebody goes on typing.
    var isBackground = false
    private var values: [String: [String]] = [:]

    init(command: String? = nil, arguments: [String] = []) {
        self.command = command
        self.arguments = arguments
    }

    mutating func add(_ value: String, to option: CommandOption) { values[option.key, default: []].append(value) }

    /// Names whom to ask, and for what: `PROVIDER`, or `PROVIDER/MODEL`.
    mutating func choose(_ word: String) throws {
        let parts = word.split(separator: "/", maxSplits: 1).map(String.init)
        guard let id = parts.first else {
            throw VideoError.usage("\(word.shown) names no provider.", "Write PROVIDER or PROVIDER/MODEL.")
        }
        add(id, to: .provider)
        if parts.count == 2 { add(parts[1], to: .model) }
    }

    /// Whether it says whom to ask.
    var namesProvider: Bool { has(.provider) || has(.dialect) || has(.baseURL) }

    /// Takes over options of the session that the line does not give itself.
    func inheriting(_ options: [CommandOption], from session: Invocation) -> Invocation {
        var result = self
        for option in options where !has(option) { result.values[option.key] = session.values[option.key] }
        return result
    }

    /// Takes over values of options that the line does not give itself.
    func filled(with values: [CommandOption: String]) -> Invocation {
        var result = self
        for (option, value) in values where !has(option) { result.add(value, to: option) }
        return result
    }

    /// Whether a switch or option was given.
    func has(_ option: CommandOption) -> Bool { values[option.key] != nil }

    /// The last value of an option.
    subscript(option: CommandOption) -> String? { values[option.key]?.last }

    /// All values of a repeatable option.
    func all(_ option: CommandOption) -> [String] { values[option.key] ?? [] }

    /// A whole number within limits.
    func integer(_ option: CommandOption, in range: ClosedRange<Int>) throws -> Int? {
        guard let text = self[option] else { return nil }
        guard let number = Int(text), range.contains(number) else {
            throw VideoError.usage(
                "--\(option.name) \(text.shown) is no whole number between \(range.lowerBound) and \(range.upperBound)."
            )
        }
        return number
    }

    /// A span of time such as `90s`, `20m` or `1h30m`.
    func duration(_ option: CommandOption) throws -> Duration? {
        guard let text = self[option] else { return nil }
        guard let duration = Duration(text) else {
            throw VideoError.usage("--\(option.name) \(text.shown) is no span of time.", "Write 90s, 20m or 1h30m.")
        }
        return duration
    }

    /// Width and height such as `1280x720`.
    func size(_ option: CommandOption) throws -> VideoSize? {
        guard let text = self[option] else { return nil }
        guard let size = VideoSize(text) else {
            throw VideoError.usage(
                "--\(option.name) \(text.shown) is no size.",
                "Write width and height in pixels: 1280x720."
            )
        }
        return size
    }
}

extension String {
    /// A user's word inside a message: in quotes, bounded, harmless.
    var shown: String { "\u{201C}\(Redaction.singleLine(self, limit: 60))\u{201D}" }
}

extension Duration {
    /// Reads `500ms`, `90`, `90s`, `0.3s`, `20m`, `1h30m`; nil for anything else, for zero, and for over 30 days.
    init?(_ text: String) {
        var total = 0.0
        var digits = ""
        var unit = ""
        let scale = ["": 1000.0, "ms": 1, "s": 1000, "m": 60_000, "h": 3_600_000, "d": 86_400_000]
        func add() -> Bool {
            guard let number = Double(digits), number <= 2_592_000, let factor = scale[unit] else { return false }
            total += number * factor
            digits = ""
            unit = ""
            return true
        }
        for character in text {
            if character.isASCII, character.isNumber || character == "." {
                if !unit.isEmpty, !add() { return nil }
                digits.append(character)
            } else {
                unit.append(character)
            }
        }
        guard add(), (1...2_592_000_000).contains(total) else { return nil }
        self = .milliseconds(Int(total))
    }
}
