import VideoGeneration

extension Command {
    /// Lists the providers and whether their keys are set.
    static let providers = Command(
        name: "providers",
        summary: "list the providers, whether their keys are set, and the routes",
        theme: .providers,
        examples: ["providers", "providers --json"]
    ) { invocation, session in
        let directory = try session.directory()
        try directory.file.check()
        let route = session.selection[.route]
        let preferred = route == nil ? directory.preferred?.id ?? Simulation.ids[0] : nil
        let chosen = session.selection[.provider] ?? preferred
        var rows: [[TextTable.Cell]] = []
        for entry in directory.entries {
            let hasKey = directory.hasKey(entry)
            if invocation.has(.json) {
                session.console.line(json(entry, hasKey: hasKey, isChosen: entry.id == chosen).description)
            }
            rows.append([
                .init(entry.id == chosen ? "*" : ""), .init(entry.id),
                .init(entry.dialect), .init(entry.baseURL),
                entry.keyEnv == nil
                    ? "no key needed"
                    : .init((entry.keyEnv ?? "") + (hasKey ? " is set" : " is not set"), hasKey ? .green : .yellow),
            ])
        }
        let known = directory.entries.map(\.id)
        for (id, dialect) in session.simulation.dialects where !known.contains(id) {
            let entry = ProviderConfiguration(id: id, dialect: dialect, baseURL: "in this process")
            if invocation.has(.json) {
                session.console.line(json(entry, hasKey: true, isChosen: id == chosen).description)
            }
            rows.append([
                .init(id == chosen ? "*" : ""), .init(id), .init(dialect), .init(entry.baseURL), "no key needed",
            ])
        }
        let routes = directory.file.routes
        guard !invocation.has(.json) else {
            for named in routes { session.console.line(json(named, isChosen: named.name == route).description) }
            return .done
        }
        let columns: [TextTable.Column] = [
            .init(title: ""), .init(title: "ID", isFlexible: true, isWrapped: true, breaksWords: true),
            .init(title: "DIALECT", priority: 2),
            .init(title: "ADDRESS", isFlexible: true, priority: 1),
            .init(title: "KEY", isFlexible: true, isWrapped: true, keepsWords: true),
        ]
        session.console.table(TextTable(columns: columns, rows: rows))
        if !routes.isEmpty {
            session.console.line()
            session.console.table(table(routes, chosen: route))
        }
        if directory.preferred == nil, route == nil { session.note(Session.simulatorNotice, invocation) }
        return .done
    }

    private static func table(_ routes: [NamedRoute], chosen: String?) -> TextTable {
        TextTable(
            columns: [
                .init(title: ""), .init(title: "ROUTE", isFlexible: true, isWrapped: true, breaksWords: true),
                .init(title: "STRATEGY", priority: 1),
                .init(title: "CANDIDATES", isFlexible: true, isWrapped: true, breaksWords: true),
            ],
            rows: routes.map { named in
                [
                    .init(named.name == chosen ? "*" : ""), .init(Redaction.singleLine(named.name, limit: 64)),
                    .init(named.route?.shownSettings ?? ""),
                    named.route.map { .init($0.shownCandidates) } ?? .init("has a mistake; see config check", .red),
                ]
            }
        )
    }

    private static func json(_ named: NamedRoute, isChosen: Bool) -> JSONValue {
        var object: JSONObject = ["route": .string(named.name), "isUsable": .bool(named.route != nil)]
        for member in named.route?.json ?? [:] { object[member.key] = member.value }
        object["isDefault"] = .bool(isChosen)
        return .object(object)
    }

    private static func json(_ entry: ProviderConfiguration, hasKey: Bool, isChosen: Bool) -> JSONValue {
        var object: JSONObject = [
            "id": .string(entry.id), "dialect": .string(entry.dialect), "baseURL": .string(entry.baseURL),
        ]
        object["keyEnv"] = entry.keyEnv.map(JSONValue.string) ?? .null
        object["hasKey"] = .bool(hasKey)
        object["model"] = entry.model.map(JSONValue.string) ?? .null
        object["isDefault"] = .bool(isChosen)
        return .object(object)
    }
}
