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
            throw VideoError.usage(
                "--\(option.name) \(text.shown) is no span of time.",
                "Write 90s, 20m, 1h30m, 2d or 1w; at most ten years."
            )
        }
        return duration
    }

    /// How long ago something was, such as `36h`, `30d` or `2w`: a bare number could mean seconds as well as days.
    func age(_ option: CommandOption) throws -> Duration? {
        if let text = self[option], !text.isEmpty, text.allSatisfy({ $0.isNumber || $0 == "." }) {
            throw VideoError.usage(
                "--\(option.name) \(text.shown) has no unit.",
                "Write \(text.prefix(10))d for days, or another unit: m, h, d or w. Nothing was changed."
            )
        }
        return try duration(option)
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
    /// Reads `500ms`, `90`, `90s`, `0.3s`, `20m`, `1h30m`, `2d`, `1w`; a bare number is seconds. Nil for anything else,
    /// for zero, and for over ten years.
    init?(_ text: String) {
        var total = 0.0
        var digits = ""
        var unit = ""
        let scale = [
            "": 1000.0, "ms": 1, "s": 1000, "m": 60_000, "h": 3_600_000, "d": 86_400_000, "w": 604_800_000,
        ]
        let longest = 3650 * 86_400_000.0
        func add() -> Bool {
            guard let number = Double(digits), number <= longest, let factor = scale[unit] else { return false }
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
        guard add(), (1...longest).contains(total) else { return nil }
        self = .milliseconds(Int(total))
    }
}
