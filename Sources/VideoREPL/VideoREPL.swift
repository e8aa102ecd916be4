public import VideoGeneration
import VideoPlatform

/// The REPL and the one-shot command line, over any set of adapters.
///
/// A program starts it with the plugins that it wants:
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
    private let commands = CommandTable.all

    /// The version of this package, as Docs/Changelog.md has it.
    static let version = "0.1.0"

    /// Takes the adapters' plugins; a later one takes the place of an earlier one of the same dialect.
    public init(_ plugins: [ProviderPlugin]) { registry = ProviderRegistry(plugins) }

    /// Does what the process's command line says, and ends the process with its ``ExitCode``.
    public func main() async -> Never {
        let arguments = Array(CommandLine.arguments.dropFirst())
        exit(await run(arguments, environment: ProcessInfo.processInfo.environment).rawValue)
    }

    /// Does what a command line says: one command, or the prompt where there is none.
    /// - Parameters:
    ///   - arguments: the words behind the program's name.
    ///   - environment: where keys and folders are looked up.
    public func run(_ arguments: [String], environment: [String: String]) async -> ExitCode {
        let interrupts = Interrupts()
        interrupts.install()
        let console = Console(environment: environment)
        let invocation: Invocation
        do {
            invocation = try commands.parse(arguments)
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
        let session = Session(
            registry: registry,
            commands: commands,
            environment: environment,
            folders: UserFolders(environment: environment),
            console: console,
            options: invocation,
            isPrompt: invocation.command == nil && !invocation.has(.help)
        )
        interrupts.whenInterrupted { session.tellPurchases(isLast: $0) }
        guard session.isPrompt else {
            return await CommandRunner(session: session, interrupts: interrupts).run(invocation)
        }
        return await Prompt(session: session, interrupts: interrupts).run()
    }
}
