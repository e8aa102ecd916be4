import VideoGeneration

extension Command {
    /// Checks providers.json and the manifests, and lists the problems of each entry, route and manifest.
    static let configCheck = Command(
        name: "config check",
        summary: "check providers.json and the manifests, and list the problems of each entry and route",
        theme: .providers,
        examples: ["config check", "config check --manifest acme.json"]
    ) { invocation, session in
        let directory = try session.directory()
        let file = directory.file
        var code = ExitCode.done
        if !invocation.has(.json) {
            let count = file.entries.count
            let text = "\(file.path): \(count == 0 ? "no entries" : count.counted("entry", "entries"))."
            session.note(text, invocation)
        }
        for entry in file.entries {
            if !entry.problems.isEmpty { code = .configuration }
            let key = entry.configuration.map { keyState(of: $0, directory) } ?? ""
            let limits = limits(of: entry, session)
            if invocation.has(.json) {
                var object: JSONObject = [
                    "entry": JSONValue(entry.position), "id": entry.id.map(JSONValue.string) ?? .null,
                    "isUsable": .bool(entry.problems.isEmpty),
                    "problems": .array(entry.problems.map(JSONValue.string)), "key": .string(key),
                ]
                object["limits"] = limits?.json ?? .null
                session.console.line(JSONValue.object(object).description)
            } else if entry.problems.isEmpty {
                session.console.text("\(entry.name): usable, \(key).")
                if let limits { session.console.text("  Limits: \(limits.shown).") }
                if let retirement = retirement(of: entry, session) { session.warn(retirement, invocation) }
            } else {
                for problem in entry.problems {
                    session.console.text("\(entry.name): \(problem)", .red)
                }
            }
        }
        for route in file.routes {
            if !route.problems.isEmpty { code = .configuration }
            tell(route, session, invocation)
        }
        if !tellManifests(session, invocation) { code = .configuration }
        for problem in file.problems {
            code = .configuration
            if invocation.has(.json) {
                session.console.line(JSONValue.object(["problem": .string(problem)]).description)
            } else {
                session.console.text(problem, .red)
            }
        }
        if invocation.has(.json) {
            let object: JSONValue = [
                "event": "config check", "file": .string(file.path), "entries": JSONValue(file.entries.count),
                "routes": JSONValue(file.routes.count), "manifests": JSONValue(session.manifests.files.count),
                "isUsable": .bool(code == .done),
            ]
            session.console.line(object.description)
        }
        return code
    }

    /// Shows a route, or its problems.
    private static func tell(_ route: NamedRoute, _ session: Session, _ invocation: Invocation) {
        if invocation.has(.json) {
            var object: JSONObject = [
                "route": .string(route.name), "isUsable": .bool(route.problems.isEmpty),
                "problems": .array(route.problems.map(JSONValue.string)),
            ]
            for member in route.route?.json ?? [:] { object[member.key] = member.value }
            session.console.line(JSONValue.object(object).description)
        } else if let usable = route.route {
            session.console.text("route \(route.name): \(usable.shownSettings), over \(usable.shownCandidates).")
        } else {
            let name = Redaction.singleLine(route.name, limit: 60)
            for problem in route.problems { session.console.text("route \(name): \(problem)", .red) }
        }
    }

    /// Returns the limits of an entry, its own and the documented ones; nil if there are none.
    private static func limits(of entry: ProvidersFile.Entry, _ session: Session) -> SubmitLimits? {
        guard var keyless = entry.configuration else { return nil }
        keyless.keyEnv = nil
        let limits = (try? session.provider(keyless).info)?.limits ?? keyless.limits
        return limits.flatMap { $0.shown.isEmpty ? nil : $0 }
    }

    /// Returns a warning if the vendor has retired the entry's default model, or nil.
    private static func retirement(of entry: ProvidersFile.Entry, _ session: Session) -> String? {
        guard var keyless = entry.configuration else { return nil }
        keyless.keyEnv = nil
        let now = session.clock.now
        guard let info = try? session.provider(session.withListedModels(keyless).entry).info,
            let retired = info.retiredDefault(at: now)
        else { return nil }
        let nearest = info.successor(of: retired.name, for: .text, at: now)
        return "\(entry.name): the vendor retired \(retired.name.inLine) on \(retired.day), so it is no default."
            + (nearest.map { " The nearest model is \($0.inLine)." } ?? "")
    }

    private static func keyState(of entry: ProviderConfiguration, _ directory: ProviderDirectory) -> String {
        guard let variable = entry.keyEnv else { return "needs no key" }
        return directory.hasKey(entry) ? "\(variable) is set" : "\(variable) is not set"
    }
}
