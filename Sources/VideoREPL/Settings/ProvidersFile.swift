import VideoGeneration
import VideoPlatform

/// `providers.json`: a list of entries, each read on its own, so that one mistake is told as that one.
struct ProvidersFile: Sendable {
    /// One place in the list.
    struct Entry: Sendable, Equatable {
        /// From 1.
        var position: Int
        /// Its id, where it has one.
        var id: String?
        /// What it says, where it can be used.
        var configuration: ProviderConfiguration?
        /// What is wrong with it, and what is allowed.
        var problems: [String] = []

        /// Takes note of what a check finds.
        mutating func check(_ body: () throws -> Void) {
            do { try body() } catch { problems.append((error as? VideoError)?.shownText ?? "\(error)") }
        }

        /// `entry 2 (relay)`
        var name: String { "entry \(position)" + (id.map { " (\(Redaction.singleLine($0, limit: 40)))" } ?? "") }
    }

    var path: String
    var entries: [Entry]

    /// The usable entries.
    var configurations: [ProviderConfiguration] { entries.compactMap(\.configuration) }

    /// Reads the file; none being there is an empty list, unless it was named.
    /// - Throws: ``VideoError`` with code `configurationInvalid` where it is no list.
    static func read(_ path: String, isNamed: Bool, registry: ProviderRegistry, disk: some Disk) throws -> Self {
        let bytes: [UInt8]
        do {
            guard try isNamed || disk.size(of: path) != nil else { return Self(path: path, entries: []) }
            let file = try disk.open(path, .read)
            defer { file.close() }
            bytes = try file.read(at: 0, count: min(Int(clamping: try file.size()), 1 << 20)).withoutByteOrderMark
        } catch let error as DiskError {
            throw invalid("\(path) cannot be read: \(error.reason).")
        }
        do {
            return Self(path: path, entries: try entries(JSONValue(parsing: bytes), registry))
        } catch let error as JSONParsingError {
            let line = bytes.prefix(error.offset).count { $0 == UInt8(ascii: "\n") } + 1
            throw invalid("\(path) is no JSON: \(error.reason) in line \(line).")
        }
    }

    /// The first problem as an error, for commands that need the list.
    func check() throws {
        for entry in entries {
            if let problem = entry.problems.first {
                throw Self.invalid("\(path), \(entry.name): \(problem)")
            }
        }
    }

    private static func invalid(_ message: String) -> VideoError {
        VideoError(
            .configurationInvalid,
            message,
            advice:
                "Nothing was sent. It has to be a list such as [{\"id\": \"relay\", \"dialect\": \"openai-videos\", "
                + "\"baseURL\": \"https://api.example.com/v1\", \"keyEnv\": \"RELAY_KEY\"}]; see `config check`."
        )
    }

    static func entries(_ document: JSONValue, _ registry: ProviderRegistry) throws -> [Entry] {
        guard let list = document.array ?? document["providers"]?.array else {
            throw invalid("The list of providers is no list.")
        }
        var seen: Set<String> = []
        return list.prefix(1000).enumerated().map { index, value in
            var entry = Self.entry(value, position: index + 1, registry)
            if let id = entry.id, !seen.insert(id).inserted {
                entry.problems.append("the id \(id.shown) stands above already.")
                entry.configuration = nil
            }
            return entry
        }
    }

    private static let fields = [
        "id", "dialect", "baseURL", "keyEnv", "model", "defaults", "options", "models", "resendAfter429",
    ]
    private static let defaults = ["seconds", "size", "resolution", "aspectRatio"]
}

extension ProvidersFile {
    private static func entry(_ value: JSONValue, position: Int, _ registry: ProviderRegistry) -> Entry {
        var entry = Entry(position: position, id: value["id"]?.text)
        guard let object = value.object else {
            entry.problems = ["it is no object { … }."]
            return entry
        }
        for member in object where !fields.contains(member.key) {
            entry.problems.append(unknownField(member.key))
        }
        for field in ["id", "dialect", "baseURL"] where value[field]?.text == nil {
            entry.problems.append("\(field) is missing, or is no text.")
        }
        for field in ["keyEnv", "model"] where value[field].map({ !$0.isBlank && $0.text == nil }) ?? false {
            entry.problems.append("\(field) is no text.")
        }
        for field in ["defaults", "options"] where value[field].map({ !$0.isBlank && $0.object == nil }) ?? false {
            entry.problems.append("\(field) is no object { … }.")
        }
        if let resends = value["resendAfter429"], ![.null, true, false].contains(resends) {
            entry.problems.append("resendAfter429 is neither true nor false.")
        }
        if let name = value["keyEnv"]?.text, !name.isVariableName {
            entry.problems.append(
                "keyEnv is no name of an environment variable; it names the variable, the key itself stays out of the file."
            )
        }
        if let object = value["defaults"]?.object {
            for member in object where !defaults.contains(member.key) {
                entry.problems.append(
                    "defaults has no \(member.key.shown); it may have \(defaults.joined(separator: ", "))."
                )
            }
        }
        if let id = entry.id, !id.isProviderID {
            entry.problems.append("the id \(id.shown) is not made of letters, digits, hyphens, dots and underscores.")
        }
        entry.problems += wrongDefaults(value["defaults"])
        entry.check {
            if let dialect = value["dialect"]?.text, dialect != ProviderRegistry.automatic {
                _ = try registry.plugin(for: dialect)
            }
        }
        entry.check { if let address = value["baseURL"]?.text { _ = try Endpoint(address) } }
        guard entry.problems.isEmpty else { return entry }
        guard let configuration = configuration(value) else {
            entry.problems = ["it cannot be read as an entry; see Docs/Providers for what options and models hold."]
            return entry
        }
        entry.check {
            guard configuration.dialect != ProviderRegistry.automatic else { return }
            var keyless = configuration
            keyless.keyEnv = nil
            let provider = try registry.provider(for: keyless, environment: [:])
            try checkModel(configuration.model, of: provider.info)
        }
        if entry.problems.isEmpty { entry.configuration = configuration }
        return entry
    }

    private static func checkModel(_ name: String?, of provider: ProviderInfo) throws {
        guard let name, !provider.acceptsOtherModels else { return }
        let known = provider.models.map(\.name)
        guard !known.contains(name) else { return }
        throw VideoError(
            .configurationInvalid,
            "the model \(name.shown) is not known.",
            advice: Spelling.hint(for: name, among: known, before: "Known: \(known.joined(separator: ", ")).")
        )
    }

    /// Defaults of the wrong form would be passed over in silence.
    private static func wrongDefaults(_ value: JSONValue?) -> [String] {
        var problems: [String] = []
        if let seconds = value?["seconds"], !seconds.isBlank, (seconds.int ?? 0) < 1 {
            problems.append("defaults.seconds is no whole number of seconds, such as 6.")
        }
        if let size = value?["size"], !size.isBlank, size.text.flatMap({ VideoSize($0) }) == nil {
            problems.append("defaults.size is no size, such as \"1280x720\".")
        }
        for field in ["resolution", "aspectRatio"] where value?[field].map({ !$0.isBlank && $0.text == nil }) ?? false {
            problems.append("defaults.\(field) is no text.")
        }
        return problems
    }

    private static func unknownField(_ name: String) -> String {
        if ["key", "apikey", "api_key", "token", "secret"].contains(name.lowercased()) {
            return "a key does not belong in the file; say \"keyEnv\": \"NAME\" and export NAME."
        }
        let known = "An entry may have \(fields.joined(separator: ", "))."
        return "there is no field \(name.shown). " + Spelling.hint(for: name, among: fields, before: known)
    }

    private static func configuration(_ value: JSONValue) -> ProviderConfiguration? {
        try? JSONDecoder().decode(ProviderConfiguration.self, from: Data(value.bytes))
    }
}

extension String {
    /// Whether this can be the name of an environment variable.
    var isVariableName: Bool {
        first.map { $0.isASCII && ($0.isLetter || $0 == "_") } ?? false
            && allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
    }

    /// Whether this can be the id of a provider: a word that needs no quotes.
    var isProviderID: Bool {
        !isEmpty && count <= 64 && allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-._".contains($0)) }
    }
}
