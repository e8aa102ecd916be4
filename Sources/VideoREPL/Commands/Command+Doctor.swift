import CReadline
import VideoGeneration
import VideoPlatform

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
        let examination = Examination(session: session, directory: directory)
        let machine = examination.machine()
        for finding in machine { show(finding, invocation, session) }
        let entries = try entries(invocation, session, directory.get())
        let providers = await withTaskGroup(of: (index: Int, findings: [Finding]).self) { group in
            for (index, entry) in entries.enumerated() {
                group.addTask { (index, await examination.provider(entry)) }
            }
            // Providers are checked concurrently, because a dead address takes its whole timeout. The findings appear in
            // the order of the entries.
            var answers: [Int: [Finding]] = [:]
            var shown: [Finding] = []
            var next = 0
            for await (index, findings) in group {
                answers[index] = findings
                while let findings = answers[next] {
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

/// The result of one check.
private struct Finding {
    enum Verdict: String { case good = "ok", odd = "note", bad = "bad" }

    var name: String
    var verdict: Verdict
    var text: String

    init(_ name: String, _ verdict: Verdict, _ text: String) {
        self.name = name
        self.verdict = verdict
        self.text = Redaction.singleLine(text, limit: 400)
    }
}

private struct Examination {
    let session: Session
    let directory: Result<ProviderDirectory, any Error>

    /// Returns the findings that need no network.
    func machine() -> [Finding] { [transport, tls] + network + [clock, state, file, editor, ffmpeg] }

    /// The proxy and the certificate file that the environment sets, if any.
    private var network: [Finding] {
        #if canImport(Darwin)
        return []
        #else
        let settings = CurlSettings(environment: session.environment)
        let proxy = settings.shownProxy.map { Finding("proxy", .good, "https uses the proxy \($0)") }
        let authorities = settings.authorities.map { path in
            (try? session.disk.size(of: path)).flatMap(\.self) == nil
                ? Finding("authorities", .bad, "\(path) cannot be read, so no certificate will be trusted")
                : Finding("authorities", .good, "\(path), instead of the system's file")
        }
        return [proxy, authorities].compactMap(\.self)
        #endif
    }

    private var transport: Finding {
        #if canImport(Darwin)
        return Finding("transport", .good, "URLSession, with the system's TLS")
        #else
        guard let version = CurlTransport.version else {
            return Finding("transport", .bad, "libcurl is missing, or older than 7.68. Install libcurl4.")
        }
        return Finding("transport", .good, version)
        #endif
    }

    private var tls: Finding {
        #if canImport(Darwin)
        return Finding("TLS", .good, "the system's TLS")
        #else
        let words = CurlTransport.version?.split(separator: " ") ?? []
        let word = words.first { word in
            ["ssl", "tls", "schannel"].contains { word.lowercased().contains($0) }
        }
        guard let word else { return Finding("TLS", .bad, "libcurl has no TLS, so only this machine can be reached") }
        return Finding("TLS", .good, "\(word); certificates are checked")
        #endif
    }

    private var clock: Finding {
        let now = session.clock.now
        let isSane = now.timeIntervalSince1970 > 1_760_000_000 && now.timeIntervalSince1970 < 4_000_000_000
        return Finding("clock", isSane ? .good : .bad, Format.time(now) + (isSane ? "" : ", which is not plausible"))
    }

    private var state: Finding {
        do {
            let journal = try session.journal()
            let tasks = try journal.tasks()
            let free = session.disk.freeBytes(at: journal.folder).map { ", \(Format.bytes($0)) free" } ?? ""
            let unfinished = tasks.count(where: \.state.isUnfinished)
            let text = "\(journal.folder): \(tasks.count.counted("task")), \(unfinished) unfinished\(free)"
            let unreadable = try journal.unreadable(besides: tasks)
            guard let first = unreadable.first else { return Finding("state", .good, text) }
            return Finding("state", .bad, "\(text), and \(unreadable.count) that cannot be read: \(first.message)")
        } catch {
            return Finding("state", .bad, "\(error)")
        }
    }

    private var file: Finding {
        do {
            let file = try directory.get().file
            try file.check()
            return Finding("providers.json", .good, "\(file.path): \(file.entries.count.counted("entry", "entries"))")
        } catch {
            return Finding("providers.json", .bad, "\(error)")
        }
    }

    private var editor: Finding {
        guard let name = line_editor_open() else {
            return Finding("line editing", .odd, "neither libedit nor readline was found; the prompt reads plain lines")
        }
        return Finding("line editing", .good, String(cString: name))
    }

    private var ffmpeg: Finding {
        Program.find("ffmpeg", session.environment).map { Finding("ffmpeg", .good, $0) }
            ?? Finding("ffmpeg", .odd, "not found; the prompt shows no stills of finished videos")
    }

    /// Checks that a provider responds and accepts the key. The check lists tasks, or polls a task that does not exist.
    func provider(_ entry: ProviderConfiguration) async -> [Finding] {
        let name = entry.id
        if let variable = entry.keyEnv, session.environment[variable, default: ""].isEmpty {
            return [Finding(name, .odd, "\(variable) is not set, so this provider cannot be checked")]
        }
        let transport = DatedTransport(session.transport)
        var findings: [Finding] = []
        do {
            let registry = session.registry
            let found = try await registry.detectingDialect(
                of: entry,
                transport: transport,
                environment: session.environment
            )
            let provider = try registry.provider(for: found, environment: session.environment)
            findings.append(try await answer(of: provider, entry, found, ExchangeContext(transport: transport)))
        } catch {
            findings.append(Finding(name, .bad, (error as? VideoError)?.shownText ?? "\(error)"))
        }
        if let time = transport.serverTime, let finding = clock(against: time, of: name) { findings.append(finding) }
        return findings
    }

    private func answer(
        of provider: DialectProvider,
        _ entry: ProviderConfiguration,
        _ found: ProviderConfiguration,
        _ context: ExchangeContext
    ) async throws -> Finding {
        let key = entry.keyEnv == nil ? "needs no key" : "accepts the key"
        let dialect = entry.dialect == found.dialect ? "" : ", uses \(found.dialect)"
        let good = Finding(entry.id, .good, "responds at \(provider.info.endpoint.origin)\(dialect), and \(key)")
        do {
            if provider.info.canList {
                _ = try await provider.list(TaskListing(limit: 1), in: context)
            } else {
                _ = try await provider.status(of: RemoteTask(id: "0"), in: context)
            }
            return good
        } catch let error as VideoError {
            switch error.code {
            case .taskNotFound: return good
            case _ where error.isAnswered && [.invalidRequest, .refused].contains(error.code): return good
            case .authenticationFailed, .permissionDenied, .configurationInvalid, .notSent, .connectionLost:
                return Finding(entry.id, .bad, error.shownText)
            default: return Finding(entry.id, .odd, error.shownText)
            }
        }
    }

    /// Returns a finding if the clocks differ by more than a minute. Links would then seem expired when they are valid, or
    /// valid when they are expired.
    private func clock(against time: Date, of name: String) -> Finding? {
        let difference = session.clock.now.timeIntervalSince(time)
        guard abs(difference) > 60 else { return nil }
        let side = difference > 0 ? "ahead of" : "behind"
        return Finding("clock", .odd, "\(Format.age(abs(difference))) \(side) \(name); correct this machine's clock")
    }
}
