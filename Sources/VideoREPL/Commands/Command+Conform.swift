import ProviderManifests
import VideoGeneration
import VideoGenerationTesting

extension Command {
    /// The width of the report, which fits every terminal.
    private static let width = 80

    /// Runs the conformance suite on a manifest, with its own samples, on this machine.
    static let conform = Command(
        name: "conform",
        summary: "check a manifest: run the conformance suite with its samples, on this machine",
        theme: .tools,
        arguments: "FILE",
        argumentCount: 1...1,
        examples: ["conform acme.json"],
        completion: .path,
        remarks:
            "It needs no key, sends nothing to the provider, and costs nothing. The exit code is 3 if the manifest "
            + "has a mistake or breaks a promise."
    ) { invocation, session in
        let path = session.folders.absolute(invocation.arguments[0])
        let file = ManifestFile(path, isNamed: true, disk: session.disk)
        guard let manifest = file.manifest else {
            guard let error = file.error, invocation.has(.json) else {
                for problem in file.problems { session.console.text("\(path), \(problem)", .red) }
                return .configuration
            }
            for problem in file.problems { session.console.line(json(of: problem, path).description) }
            throw error
        }
        let suite = ProviderConformance(dialect: manifest.dialect, script: manifest.samples)
        var failures: [ConformanceReport.Failure] = []
        var expectations = 0
        var table = TextTable(
            columns: [
                .init(title: "CHECK"), .init(title: "RESULT"), .init(title: "EXPECTATIONS", isRightAligned: true),
            ]
        )
        for check in ConformanceCheck.allCases {
            try Task.checkCancellation()
            let report = await suite.report([check])
            guard !report.checks.isEmpty else { continue }
            let isKept = report.failures.isEmpty
            failures += report.failures
            expectations += report.expectations
            let result = isKept ? "kept" : "\(report.failures.count) broken"
            table.rows.append([
                .init(check.rawValue), .init(result, isKept ? .green : .red), .init("\(report.expectations)"),
            ])
            if invocation.has(.json) {
                session.console.line(json(of: report, check).description)
            }
        }
        if !invocation.has(.json) {
            session.console.table(table)
            for failure in failures { tell(failure, session) }
        }
        if session.builtIn.plugins.contains(where: { $0.dialect == manifest.plugin.dialect }) {
            session.note(
                "The program has a dialect \(manifest.plugin.dialect) already. Rename this one before you use it.",
                invocation
            )
        }
        let summary =
            failures.isEmpty
            ? "\(manifest.plugin.dialect) keeps every promise: \(expectations) expectations hold."
            : "\(manifest.plugin.dialect) breaks \(failures.count) of \(expectations) expectations. Nothing was sent to "
                + "the provider."
        session.tell(
            summary,
            ["event": "conform", "dialect": .string(manifest.plugin.dialect), "isKept": .bool(failures.isEmpty)],
            invocation
        )
        return failures.isEmpty ? .done : .configuration
    }

    private static func tell(_ failure: ConformanceReport.Failure, _ session: Session) {
        session.console.line()
        let lines = [
            "\(failure.check.rawValue): the promise is that \(failure.promised).",
            "  Seen: \(Redaction.singleLine(failure.seen, limit: 600))",
        ]
        for line in lines.flatMap({ TextWrap.lines($0, width, breakingWords: true) }) { session.console.text(line) }
    }

    private static func json(of problem: ManifestProblem, _ path: String) -> JSONValue {
        [
            "manifest": .string(path), "line": JSONValue(problem.line), "path": .string(problem.path),
            "message": .string(problem.message),
        ]
    }

    private static func json(of report: ConformanceReport, _ check: ConformanceCheck) -> JSONValue {
        [
            "check": .string(check.rawValue), "isKept": .bool(report.failures.isEmpty),
            "expectations": JSONValue(report.expectations),
            "failures": .array(
                report.failures.map { ["promised": .string($0.promised), "seen": .string($0.seen)] }
            ),
        ]
    }
}
