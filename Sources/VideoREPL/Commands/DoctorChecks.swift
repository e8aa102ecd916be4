import CReadline
import VideoGeneration
import VideoPlatform

/// The result of one check.
struct Finding {
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

/// The checks of `doctor`.
struct DoctorChecks {
    let session: Session
    let directory: Result<ProviderDirectory, any Error>

    /// Returns the findings that need no network.
    func machine() async -> [Finding] {
        await [transport, tls] + network + [clock] + journal() + [file, editor, ffmpeg]
    }

    /// The proxy and the certificate file that the environment sets, if any.
    private var network: [Finding] {
        #if canImport(Darwin)
        return []
        #else
        let settings = CurlSettings(environment: session.variables)
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
        ExternalProgram.find("ffmpeg", session.variables).map { Finding("ffmpeg", .good, $0) }
            ?? Finding("ffmpeg", .odd, "not found; the prompt shows no stills of finished videos")
    }

    /// Checks that a provider responds and accepts the key. The check lists tasks, or polls a task that does not exist.
    func provider(_ entry: ProviderConfiguration) async -> [Finding] {
        let name = entry.id
        if let variable = entry.keyEnv, session.variables[variable, default: ""].isEmpty {
            return [Finding(name, .odd, "\(variable) is not set, so this provider cannot be checked")]
        }
        let transport = DatedTransport(session.transport)
        let context = ExchangeContext.onThisMachine(transport, at: session.clock.now)
        var findings: [Finding] = []
        do {
            let registry = session.registry
            let found = try await registry.detectingDialect(
                of: entry,
                in: context,
                environment: session.variables
            )
            let provider = try registry.provider(for: found, environment: session.variables)
            findings.append(
                try await response(of: provider, entry, found, context)
            )
        } catch {
            findings.append(Finding(name, .bad, (error as? VideoError)?.shownText ?? "\(error)"))
        }
        if let time = transport.serverTime, let finding = clock(against: time, of: name) { findings.append(finding) }
        return findings
    }

    private func response(
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
