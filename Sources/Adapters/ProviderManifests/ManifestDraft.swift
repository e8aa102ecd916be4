import VideoGenerationCore

/// A manifest while it is read. It is used only if no mistake was found.
struct ManifestDraft {
    /// The version of the format.
    private static let format = 1

    let dialect: ManifestDialect
    let samples: ConformanceScript
    let summary: String
    let presets: [ProviderConfiguration]

    /// Reads the parts of a manifest. Mistakes are added to the log of the object.
    /// - Returns: nil if a part is missing without which there is no dialect.
    init?(_ object: ManifestObject) {
        if object["format"] != nil, object.integer("format", in: 1...1_000) != Self.format {
            object.problem("format", "This version of the package reads format \(Self.format).")
        }
        let auth = object.object("auth", .auth).map { ManifestAuth($0) }
        let keyField = auth?.header ?? "Authorization"
        let baseURL = Self.baseURL(object)
        let tables = Self.tables(object)
        let catalog = object.objects("models", .model).compactMap { ManifestModel($0) }
        let scope = PlaceholderScope.request(tables.keys.sorted())
        func operation(_ name: String, _ shape: ManifestShape, isReading: Bool) -> ManifestOperation? {
            object.object(name, shape).flatMap {
                ManifestOperation($0, .task, keyField: keyField, isReading: isReading)
            }
        }
        let status = operation("status", .operation, isReading: true)
        let reading = object.object("read", .read).map { ManifestReading($0) }
        let cancel = object.object("cancel", .cancel)
        let samples = object.object("samples", .samples).flatMap {
            ConformanceScript($0, charge: reading?.charge, keyLine: auth?.keyLine ?? "")
        }
        let submit = object.object("submit", .submit).map { ManifestSubmit($0, scope, keyField: keyField) }
        let name = Self.name(object)
        let words = Self.words(object)
        summary = object.text("summary", atMost: 200) ?? ""
        // Where the facts were read, for readers of the file.
        _ = object.texts("sources")
        presets = Self.presets(object, name ?? "", baseURL, auth)
        guard let auth, let name, let status, let reading, let samples, let submit else { return nil }
        self.samples = samples
        dialect = ManifestDialect(
            name: name,
            catalog: catalog,
            acceptsOtherModels: object.bool("otherModels") ?? true,
            defaultModel: Self.defaultModel(object, catalog),
            auth: auth,
            hosts: ManifestHosts(object, vendor: baseURL?.origin),
            vendor: baseURL?.origin,
            vendorLimits: Self.limits(object),
            pollInterval: object.integer("pollSeconds", in: 1...600).map { .seconds($0) },
            headers: HeaderTemplate(object, keyField: keyField),
            ownIDField: Self.ownID(object),
            tables: tables,
            submit: submit,
            status: status,
            file: operation("file", .operation, isReading: true),
            contentPath: object.object("content", .content).flatMap { PathTemplate($0, .task) },
            cancel: operation("cancel", .cancel, isReading: false),
            cancelDeletesFinished: cancel?.bool("deletesFinished") ?? false,
            listing: object.object("list", .list).flatMap { ManifestList($0, .list, keyField: keyField) },
            lookup: object.object("lookup", .lookup).flatMap { ManifestList($0, .lookup, keyField: keyField) },
            upload: object.object("upload", .upload).flatMap { ManifestUpload($0, keyField: keyField) },
            reading: reading,
            words: words,
            throttledStatuses: Set(object.texts("throttledWords")),
            errors: ErrorRules(object)
        )
    }
}

// MARK: - Parts

extension ManifestDraft {
    private static func name(_ object: ManifestObject) -> String? {
        guard let name = object.text("dialect", atMost: 64) else { return nil }
        let isName =
            name.first.map { $0.isASCII && $0.isLowercase } ?? false
            && name.utf8.allSatisfy {
                (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == UInt8(ascii: "-")
            }
        guard isName, name != "auto" else {
            object.problem("dialect", "A name has lowercase letters, digits and hyphens, such as \"acme-video\".")
            return nil
        }
        return name
    }

    private static func baseURL(_ object: ManifestObject) -> HTTPURL? {
        object.text("baseURL").flatMap { endpoint($0, object, "baseURL") }
    }

    private static func endpoint(_ text: String, _ object: ManifestObject, _ name: String) -> HTTPURL? {
        do { return try Endpoint(text).baseURL } catch {
            object.problem(
                name,
                "This must be an https address without a query, such as \"https://api.example.com/v1\"."
            )
            return nil
        }
    }

    private static func presets(
        _ object: ManifestObject,
        _ name: String,
        _ baseURL: HTTPURL?,
        _ auth: ManifestAuth?
    ) -> [ProviderConfiguration] {
        var presets = [
            ProviderConfiguration(id: name, dialect: name, baseURL: baseURL?.string ?? "", keyEnv: auth?.keyEnv)
        ]
        for preset in object.objects("presets", .preset, atMost: 20) {
            guard let id = preset.text("id", atMost: 64), let text = preset.text("baseURL"),
                let url = endpoint(text, preset, "baseURL")
            else { continue }
            if !id.utf8.allSatisfy({
                (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || "-._".utf8.contains($0)
            })
                || presets.contains(where: { $0.id == id })
            {
                preset.problem("id", "An ID has lowercase letters, digits and hyphens, and occurs once.")
            }
            let variable = preset.text("keyEnv", atMost: 100)
            if let variable, !variable.isVariableName {
                preset.problem("keyEnv", "This must be the name of an environment variable, such as ACME_API_KEY.")
            }
            presets.append(
                ProviderConfiguration(id: id, dialect: name, baseURL: url.string, keyEnv: variable ?? auth?.keyEnv)
            )
        }
        return presets
    }

    private static func tables(_ object: ManifestObject) -> [String: ValueTable] {
        guard let node = object["values"] else { return [:] }
        guard let members = node.members else {
            object.problem("values", "This must be an object { … } with an array of cases for each name.")
            return [:]
        }
        var tables: [String: ValueTable] = [:]
        for member in members { tables[member.key] = ValueTable(member.value, object.log) }
        return tables
    }

    private static func defaultModel(_ object: ManifestObject, _ catalog: [ManifestModel]) -> String? {
        guard let name = object.text("defaultModel") else {
            return catalog.count == 1 ? catalog[0].description.name : nil
        }
        let names = catalog.map(\.description.name)
        if !names.contains(name) {
            object.problem(
                "defaultModel",
                "There is no model \(name.quoted). " + NearestWord.hint(for: name, among: names)
                    + "Known: \(names.joined(separator: ", "))."
            )
        }
        return name
    }

    private static func limits(_ object: ManifestObject) -> SubmitLimits {
        guard let limits = object.object("limits", .limits) else { return SubmitLimits() }
        return SubmitLimits(
            inFlight: limits.integer("inFlight", in: 1...1_000_000),
            perMinute: limits.integer("perMinute", in: 1...1_000_000)
        )
    }

    private static func ownID(_ object: ManifestObject) -> OwnIDField? {
        guard let field = object.object("ownID", .ownID) else { return nil }
        if (field["header"] == nil) == (field["body"] == nil) {
            field.log.add(field.node, "Write either \"header\" or \"body\".")
        }
        if let place = field.text("body", atMost: 200) { return .body(place) }
        guard let header = field.text("header", atMost: 100) else { return nil }
        if HTTPField(name: header, value: "")?.isUsuallyKey != false {
            field.problem(
                "header",
                "This must be the name of a header field without a key, such as \"Idempotency-Key\"."
            )
        }
        return .header(header)
    }

    private static func words(_ object: ManifestObject) -> StatusTable {
        guard let words = object.object("words", .words) else { return StatusTable() }
        var seen: [String: String] = [:]
        for state in ManifestShape.words.members {
            for word in words.texts(state) {
                if let other = seen[word.lowercased()] {
                    words.problem(state, "The word \(word.quoted) is in \"\(other)\" too. A word has one meaning.")
                }
                seen[word.lowercased()] = state
            }
        }
        return StatusTable(
            queued: words.texts("queued"),
            running: words.texts("running"),
            succeeded: words.texts("succeeded"),
            failed: words.texts("failed"),
            cancelled: words.texts("cancelled"),
            expired: words.texts("expired")
        )
    }
}
