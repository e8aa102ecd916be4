public import VideoGeneration
import VideoPlatform

/// The REPL and the one-shot command line, for any set of adapters.
///
/// Create it with the plugins of the adapters that your program includes, and call ``main()``:
/// ```swift
/// import MyBackend
/// import VideoREPL
///
/// @main struct Main {
///     static func main() async { await VideoREPL(MyBackend.plugins).main() }
/// }
/// ```
public struct VideoREPL: Sendable {
    private let registry: ProviderRegistry

    /// The version of this package, as in Docs/Changelog.md.
    static let version = "0.1.0"

    /// Creates a REPL for the given adapters.
    /// - Parameter plugins: The plugins of the adapters. A later plugin replaces an earlier one with the same dialect.
    public init(_ plugins: [ProviderPlugin]) { registry = ProviderRegistry(plugins) }

    /// Runs the command line of the process, and exits the process with the resulting ``ExitCode``.
    public func main() async -> Never {
        let arguments = Array(CommandLine.arguments.dropFirst())
        exit(await run(arguments, environment: ProcessInfo.processInfo.environment).rawValue)
    }

    /// Runs a command line: one command, or the prompt if there is no command.
    ///
    /// Use this instead of ``main()`` to continue after the command line has ended. Errors are printed, not thrown.
    /// - Parameters:
    ///   - arguments: The words after the program's name.
    ///   - environment: The environment variables, which name the folders and hold the keys.
    /// - Returns: The exit code that describes the result.
    public func run(_ arguments: [String], environment: [String: String]) async -> ExitCode {
        let interrupts = Interrupts()
        interrupts.install()
        let console = Console(environment: environment)
        let invocation: Invocation
        do {
            invocation = try CommandTable.all.parse(arguments)
        } catch {
            let error = error as? VideoError ?? .usage("\(error)")
            console.error(error.shownText, .red)
            if arguments.contains("--json") { console.line(TaskReport.failure(error).description) }
            return .usage
        }
        if invocation.has(.version) {
            let version: JSONValue = ["version": .string(Self.version)]
            console.line(invocation.has(.json) ? version.description : "video-repl \(Self.version)")
            return .done
        }
        let folders = UserFolders(environment: environment)
        let manifests = ManifestFiles(
            beside: try? folders.providersFile(invocation[.config]).path,
            named: invocation.all(.manifest).map(folders.absolute),
            registry,
            disk: POSIXDisk()
        )
        let session = Session(
            registry: registry,
            manifests: manifests,
            variables: environment,
            folders: folders,
            console: console,
            options: invocation,
            isPrompt: invocation.command == nil && !invocation.has(.help)
        )
        if let error = session.manifestError(for: invocation) {
            return await CommandRunner(session: session, interrupts: nil).show(error, invocation)
        }
        interrupts.whenInterrupted { await session.tellPurchases(isLast: $0) }
        guard session.isPrompt else {
            return await CommandRunner(session: session, interrupts: interrupts).run(invocation)
        }
        return await Prompt(session: session, interrupts: interrupts).run()
    }
}
