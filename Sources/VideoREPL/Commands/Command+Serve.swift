import VideoGeneration
import VideoPlatform
import VideoSimulator

extension Command {
    /// Runs the simulator, or a provider that plays a dialect's sample responses, as a server for other clients.
    static let serve = Command(
        name: "serve",
        summary: "run a simulated provider as a server for other clients, until Ctrl-C",
        theme: .tools,
        options: [.port, .faults, .time, .cors, .dialect],
        examples: [
            "serve --port 8787", "serve --port 8787 --time 10s", "serve --faults faults.json",
            "serve --cors http://localhost:3000", "serve --dialect kling --port 0",
        ],
        remarks: "It accepts connections from this machine only, needs no key, and costs nothing. With --dialect it "
            + "plays the provider of that dialect."
    ) { invocation, session in
        let plugin = try invocation[.dialect].map(session.registry.plugin(for:))
        let server = SimulatedServer(
            plugin,
            port: try invocation.integer(.port, in: 0...65535) ?? 8787,
            time: try invocation.duration(.time) ?? .seconds(4),
            faults: try faults(invocation, session),
            allowedOrigin: try origin(invocation)
        )
        let report = try server.start()
        if invocation.has(.json) {
            session.console.line(report.json.description)
        } else {
            report.lines.forEach { session.console.line($0) }
            if let command = report.command { session.console.line(session.spelledInShell(command)) }
            session.console.text(report.text)
        }
        do {
            while true { try await session.clock.sleep(for: .seconds(3600)) }
        } catch {
            server.stop()
            return .done
        }
    }

    private static func origin(_ invocation: Invocation) throws -> String? {
        guard let text = invocation[.cors], text != "*" else { return invocation[.cors] }
        guard let url = HTTPURL(text) else {
            throw VideoError.usage(
                "--cors \(text.shown) is not an origin.",
                "Write an origin such as http://localhost:3000, or * for any origin."
            )
        }
        return url.origin.string
    }

    private static func faults(_ invocation: Invocation, _ session: Session) throws -> FaultScript {
        guard let path = invocation[.faults] else { return FaultScript() }
        let text = try UserFile.text(path, of: .faults, session.folders, session.disk)
        do {
            return try FaultScript(json: Data(text.utf8))
        } catch let error as DecodingError {
            throw VideoError.usage("--faults \(path.shown) is not a fault script: \(error.place)")
        }
    }
}

extension DecodingError {
    /// The path of the value that is wrong in the JSON document, and the reason.
    fileprivate var place: String {
        switch self {
        case .typeMismatch(_, let context), .valueNotFound(_, let context), .keyNotFound(_, let context),
            .dataCorrupted(let context):
            let path = context.codingPath.map { $0.intValue.map { "[\($0)]" } ?? $0.stringValue }
            return Redaction.singleLine("\(path.joined(separator: ".")): \(context.debugDescription)")
        @unknown default: return "it cannot be read."
        }
    }
}

extension CommandOption {
    static let port = CommandOption(
        name: "port",
        value: "N",
        summary: "the port to listen on, or 0 for a free port; by default 8787"
    )
    static let faults = CommandOption(
        name: "faults",
        value: "FILE",
        summary: "a script of the faults to simulate",
        completion: .path
    )
    static let time = CommandOption(name: "time", value: "4s", summary: "how long a video takes to make")
    static let cors = CommandOption(
        name: "cors",
        value: "ORIGIN",
        summary: "let web pages of this origin read the responses; * allows any origin; by default none can"
    )
}
