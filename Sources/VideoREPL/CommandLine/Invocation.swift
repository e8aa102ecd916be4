import VideoGeneration

/// A parsed command line: the command, its arguments and its options.
struct Invocation: Sendable, Equatable {
    /// The command's name, or nil if only options were given.
    var command: String?
    /// The words after the command.
    var arguments: [String] = []
    /// Whether the command runs in the background while the prompt reads the next line.
    var isBackground = false
    private var values: [String: [String]] = [:]

    init(command: String? = nil, arguments: [String] = []) {
        self.command = command
        self.arguments = arguments
    }

    mutating func add(_ value: String, to option: CommandOption) { values[option.key, default: []].append(value) }

    /// Replaces all values of an option. Without values, the option counts as not given.
    mutating func set(_ option: CommandOption, to newValues: [String]) {
        values[option.key] = newValues.isEmpty ? nil : newValues
    }

    /// Selects a provider, and optionally a model, from `PROVIDER` or `PROVIDER/MODEL`.
    /// - Throws: ``VideoError`` with the code `usage` if the word names no provider.
    mutating func choose(_ word: String) throws {
        let parts = word.split(separator: "/", maxSplits: 1).map(String.init)
        guard let id = parts.first else {
            throw VideoError.usage("\(word.shown) does not name a provider.", "Write PROVIDER or PROVIDER/MODEL.")
        }
        add(id, to: .provider)
        if parts.count == 2 { add(parts[1], to: .model) }
    }

    /// Whether the command line names or describes a provider.
    var namesProvider: Bool { has(.provider) || has(.dialect) || has(.baseURL) }

    /// Returns a copy that takes the given options from the session if the command line does not have them.
    func inheriting(_ options: [CommandOption], from session: Invocation) -> Invocation {
        var result = self
        for option in options where !has(option) { result.values[option.key] = session.values[option.key] }
        return result
    }

    /// Returns a copy that takes the given values if the command line does not have the option.
    func filled(with values: [CommandOption: String]) -> Invocation {
        var result = self
        for (option, value) in values where !has(option) { result.add(value, to: option) }
        return result
    }

    /// Whether a switch or option was given.
    func has(_ option: CommandOption) -> Bool { values[option.key] != nil }

    /// The last value of an option, or nil if the option was not given.
    subscript(option: CommandOption) -> String? { values[option.key]?.last }

    /// All values of a repeatable option.
    func all(_ option: CommandOption) -> [String] { values[option.key] ?? [] }

    /// Returns the value of an option as a whole number, or nil if the option was not given.
    /// - Throws: ``VideoError`` with the code `usage` if the value is not a whole number in the range.
    func integer(_ option: CommandOption, in range: ClosedRange<Int>) throws -> Int? {
        guard let text = self[option] else { return nil }
        guard let number = Int(text), range.contains(number) else {
            throw VideoError.usage(
                "--\(option.name) \(text.shown) is not a whole number between \(range.lowerBound) and \(range.upperBound)."
            )
        }
        return number
    }

    /// Returns the value of an option as a duration such as `90s`, `20m` or `1h30m`, or nil if the option was not given.
    /// - Throws: ``VideoError`` with the code `usage` if the value is not a duration.
    func duration(_ option: CommandOption) throws -> Duration? {
        guard let text = self[option] else { return nil }
        guard let duration = Duration(text) else {
            throw VideoError.usage(
                "--\(option.name) \(text.shown) is not a duration.",
                "Write a duration such as 90s, 20m, 1h30m, 2d or 1w. The longest is ten years."
            )
        }
        return duration
    }

    /// Returns the value of an option as an age such as `36h`, `30d` or `2w`, or nil if the option was not given.
    /// - Throws: ``VideoError`` with the code `usage` if the value is not a duration or has no unit. A number without a
    ///   unit could mean seconds as well as days.
    func age(_ option: CommandOption) throws -> Duration? {
        if let text = self[option], !text.isEmpty, text.allSatisfy({ $0.isNumber || $0 == "." }) {
            throw VideoError.usage(
                "--\(option.name) \(text.shown) has no unit.",
                "Write \(text.prefix(10))d for days, or another unit: m, h, d or w. Nothing was changed."
            )
        }
        return try duration(option)
    }

    /// Returns the value of an option as a width and height such as `1280x720`, or nil if the option was not given.
    /// - Throws: ``VideoError`` with the code `usage` if the value is not a size.
    func size(_ option: CommandOption) throws -> VideoSize? {
        guard let text = self[option] else { return nil }
        guard let size = VideoSize(text) else {
            throw VideoError.usage(
                "--\(option.name) \(text.shown) is not a size.",
                "Write the width and height in pixels, such as 1280x720."
            )
        }
        return size
    }
}

extension String {
    /// The name of a model as it appears in a message: on one line, and at most 80 characters long.
    var inLine: String { Redaction.singleLine(self, limit: 80) }

    /// The text as it appears in a message: in quotes, on one line, and at most 60 characters long.
    var shown: String { "\u{201C}\(Redaction.singleLine(self, limit: 60))\u{201D}" }
}

extension Duration {
    /// Parses a duration such as `500ms`, `90`, `90s`, `0.3s`, `20m`, `1h30m`, `2d` or `1w`. A number without a unit is
    /// seconds. Returns nil for any other text, for zero, and for more than ten years.
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
