import VideoGeneration

extension Command {
    /// Checks everything that a task needs.
    static let doctor = Command(
        name: "doctor",
        summary: "check libcurl, TLS, clock, folders, and each provider with its key; the requests cost nothing",
        theme: .providers,
        options: [.provider],
        examples: ["doctor", "doctor --provider minimax"]
    ) { invocation, session in
        let directory = Result { try session.directory() }
        let checks = DoctorChecks(session: session, directory: directory)
        let warnings = (try? await session.journal().warnings()) ?? []
        let machine = await checks.machine() + warnings.map { Finding("journal", .bad, $0) }
        for finding in machine { show(finding, invocation, session) }
        let entries = try entries(invocation, session, directory.get())
        let providers = await withTaskGroup(of: (index: Int, findings: [Finding]).self) { group in
            for (index, entry) in entries.enumerated() {
                group.addTask { (index, await checks.provider(entry)) }
            }
            // Providers are checked concurrently, because a dead address takes its whole timeout. The findings appear in
            // the order of the entries.
            var results: [Int: [Finding]] = [:]
            var shown: [Finding] = []
            var next = 0
            for await (index, findings) in group {
                results[index] = findings
                while let findings = results[next] {
                    for finding in findings { show(finding, invocation, session) }
                    shown += findings
                    next += 1
                }
            }
            return shown
        }
        return (machine + providers).contains { $0.verdict == .bad } ? .configuration : .done
    }

    private static func entries(
        _ invocation: Invocation,
        _ session: Session,
        _ directory: ProviderDirectory
    ) throws -> [ProviderConfiguration] {
        guard let id = invocation[.provider] else { return directory.entries }
        return [try session.simulated(id, directory) ?? directory.entry(id)]
    }

    private static func show(_ finding: Finding, _ invocation: Invocation, _ session: Session) {
        if invocation.has(.json) {
            let object: JSONValue = [
                "check": .string(finding.name), "verdict": .string(finding.verdict.rawValue),
                "message": .string(finding.text),
            ]
            session.console.line(object.description)
        } else {
            let style: Style = finding.verdict == .good ? .green : finding.verdict == .bad ? .red : .yellow
            let verdict = session.console.styled(TextWidth.pad(finding.verdict.rawValue, 6), style)
            let name = TextWidth.pad(finding.verdict.rawValue, 6) + TextWidth.pad(finding.name, 18)
            var lines = session.console.wrapped(finding.text, behind: name)
            lines[0] = verdict + lines[0].dropFirst(6)
            session.console.lines(lines)
        }
    }
}
