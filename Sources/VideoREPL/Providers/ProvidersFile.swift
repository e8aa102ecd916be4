import VideoGeneration
import VideoPlatform

/// `providers.json`: a list of entries, or an object with the list and the routes. Each entry and each route is read
/// separately, so that a mistake is reported for its own entry or route.
struct ProvidersFile: Sendable {
    /// An entry of the list, which may be unusable.
    struct Entry: Sendable, Equatable {
        /// The position in the list, counted from 1.
        var position: Int
        /// The ID of the entry, if it has one.
        var id: String?
        /// The content of the entry, if it is usable.
        var configuration: ProviderConfiguration?
        /// The problems of the entry, each with the allowed values.
        var problems: [String] = []

        /// Adds the error of a check to the problems.
        mutating func check(_ body: () throws -> Void) {
            do { try body() } catch { problems.append((error as? VideoError)?.shownText ?? "\(error)") }
        }

        /// The name of the entry in messages, such as `entry 2 (relay)`.
        var name: String { "entry \(position)" + (id.map { " (\(Redaction.singleLine($0, limit: 40)))" } ?? "") }
    }

    var path: String
    var entries: [Entry]
    /// The routes in the order of the file.
    var routes: [NamedRoute] = []
    /// The problems of the file besides those of its entries and routes.
    var problems: [String] = []

    /// The configurations of the usable entries.
    var configurations: [ProviderConfiguration] { entries.compactMap(\.configuration) }

    /// Reads the file. A missing file is an empty list, unless the user named it.
    /// - Throws: ``VideoError`` with code `configurationInvalid` if the file cannot be read or is not a list.
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
            let document = try JSONValue(parsing: bytes)
            let entries = try entries(document, registry)
            return Self(
                path: path,
                entries: entries,
                routes: routes(document, among: entries, registry),
                problems: unknownMembers(of: document)
            )
        } catch let error as JSONParsingError {
            let line = bytes.prefix(error.offset).count { $0 == UInt8(ascii: "\n") } + 1
            throw invalid("\(path) is not JSON: \(error.reason) in line \(line).")
        }
    }

    /// Checks that every entry is usable, for commands that need the list.
    /// - Throws: ``VideoError`` with code `configurationInvalid` for the first problem.
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
                "Nothing is sent until it is corrected. The file must be a list such as [{\"id\": \"relay\", "
                + "\"dialect\": \"openai-videos\", "
                + "\"baseURL\": \"https://api.example.com/v1\", \"keyEnv\": \"RELAY_KEY\"}]; see `config check`."
        )
    }

    static func entries(_ document: JSONValue, _ registry: ProviderRegistry) throws -> [Entry] {
        guard let list = document.array ?? document["providers"]?.array else {
            throw invalid("The file does not hold a list of providers.")
        }
        var seen: Set<String> = []
        return list.prefix(1000).enumerated().map { index, value in
            var entry = Self.entry(value, position: index + 1, registry)
            if let id = entry.id, !seen.insert(id).inserted {
                entry.problems.append("the id \(id.shown) is used by an earlier entry.")
                entry.configuration = nil
            }
            return entry
        }
    }

    private static let fields = [
        "id", "dialect", "baseURL", "keyEnv", "model", "defaults", "options", "models", "resendAfter429", "limits",
    ]
    private static let defaults = ["seconds", "size", "resolution", "aspectRatio"]
}

extension ProvidersFile {
    private static func entry(_ value: JSONValue, position: Int, _ registry: ProviderRegistry) -> Entry {
        var entry = Entry(position: position, id: value["id"]?.text)
        guard let object = value.object else {
            entry.problems = ["it is not an object { … }."]
            return entry
        }
        for member in object where !fields.contains(member.key) {
            entry.problems.append(unknownField(member.key))
        }
        for field in ["id", "dialect", "baseURL"] where value[field]?.text == nil {
            entry.problems.append("\(field) is missing, or is not a string.")
        }
        for field in ["keyEnv", "model"] where value[field].map({ !$0.isBlank && $0.text == nil }) ?? false {
            entry.problems.append("\(field) is not a string.")
        }
        for field in ["defaults", "options"] where value[field].map({ !$0.isBlank && $0.object == nil }) ?? false {
            entry.problems.append("\(field) is not an object { … }.")
        }
        if let resends = value["resendAfter429"], ![.null, true, false].contains(resends) {
            entry.problems.append("resendAfter429 must be true or false.")
        }
        if let name = value["keyEnv"]?.text, !name.isVariableName {
            entry.problems.append(
                "keyEnv is not the name of an environment variable. The key itself does not belong in the file."
            )
        }
        if let object = value["defaults"]?.object {
            for member in object where !defaults.contains(member.key) {
                entry.problems.append(
                    "defaults has no \(member.key.shown); it may have: \(defaults.joined(separator: ", "))."
                )
            }
        }
        if let id = entry.id, !id.isProviderID {
            entry.problems.append("the id \(id.shown) may have only letters, digits, hyphens, dots and underscores.")
        }
        entry.problems += wrongDefaults(value["defaults"]) + wrongLimits(value["limits"])
        entry.check {
            if let dialect = value["dialect"]?.text, dialect != ProviderRegistry.automatic {
                _ = try registry.plugin(for: dialect)
            }
        }
        entry.check { if let address = value["baseURL"]?.text { _ = try Endpoint(address) } }
        guard entry.problems.isEmpty else { return entry }
        guard let configuration = configuration(value) else {
            entry.problems = ["it cannot be read as an entry. Docs/Providers describes options and models."]
            return entry
        }
        entry.check {
            guard configuration.dialect != ProviderRegistry.automatic else { return }
            var keyless = configuration
            keyless.keyEnv = nil
            let provider = try registry.provider(for: keyless, environment: [:])
            try checkModel(configuration.model, of: provider.info)
            for model in configuration.limits?.models.keys.sorted() ?? [] {
                try checkModel(model, of: provider.info)
            }
        }
        if entry.problems.isEmpty { entry.configuration = configuration }
        return entry
    }

    static func checkModel(_ name: String?, of provider: ProviderInfo) throws {
        guard let name, !provider.acceptsOtherModels else { return }
        let known = provider.models.map(\.name)
        guard !known.contains(name) else { return }
        throw VideoError(
            .configurationInvalid,
            "the model \(name.shown) is not known.",
            advice: Spelling.hint(for: name, among: known, before: "Known: \(known.joined(separator: ", ")).")
        )
    }

    /// Returns the problems of default values, which would otherwise be ignored without a message.
    private static func wrongDefaults(_ value: JSONValue?) -> [String] {
        var problems: [String] = []
        if let seconds = value?["seconds"], !seconds.isBlank, (seconds.int ?? 0) < 1 {
            problems.append("defaults.seconds is not a whole number of seconds, such as 6.")
        }
        if let size = value?["size"], !size.isBlank, size.text.flatMap({ VideoSize($0) }) == nil {
            problems.append("defaults.size is not a size, such as \"1280x720\".")
        }
        for field in ["resolution", "aspectRatio"] where value?[field].map({ !$0.isBlank && $0.text == nil }) ?? false {
            problems.append("defaults.\(field) is not a string.")
        }
        return problems
    }

    private static func unknownField(_ name: String) -> String {
        if ["key", "apikey", "api_key", "token", "secret"].contains(name.lowercased()) {
            return "a key does not belong in the file. Write \"keyEnv\": \"NAME\", and export NAME."
        }
        let known = "An entry may have \(fields.joined(separator: ", "))."
        return "there is no field \(name.shown). " + Spelling.hint(for: name, among: fields, before: known)
    }

    private static func configuration(_ value: JSONValue) -> ProviderConfiguration? {
        try? JSONDecoder().decode(ProviderConfiguration.self, from: Data(value.bytes))
    }
}

extension String {
    /// Whether the text can be the name of an environment variable.
    var isVariableName: Bool {
        first.map { $0.isASCII && ($0.isLetter || $0 == "_") } ?? false
            && allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
    }

    /// Whether the text can be the ID of a provider: a word that needs no quotes in a shell.
    var isProviderID: Bool {
        !isEmpty && count <= 64 && allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-._".contains($0)) }
    }
}
