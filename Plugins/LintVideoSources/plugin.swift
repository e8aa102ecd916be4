import Foundation
import PackagePlugin

/// `swift package lint-video-sources`: runs the VideoLint program on the package. The rules are in that program, which
/// has its own tests.
@main
struct LintVideoSources: CommandPlugin {
    func performCommand(context: PluginContext, arguments: [String]) throws {
        let process = Process()
        process.executableURL = try context.tool(named: "VideoLint").url
        process.arguments = [context.package.directoryURL.path] + arguments
        // The linter needs nothing from the user's environment, which may hold API keys.
        process.environment = [:]
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            Diagnostics.error("The sources break the lint rules.")
            return
        }
    }
}
