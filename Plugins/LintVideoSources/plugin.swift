import Foundation
import PackagePlugin

/// `swift package lint-video-sources`: starts the linter on the package; everything else is in its own,
/// tested program.
@main
struct LintVideoSources: CommandPlugin {
    func performCommand(context: PluginContext, arguments: [String]) throws {
        let process = Process()
        process.executableURL = try context.tool(named: "VideoLint").url
        process.arguments = [context.package.directoryURL.path] + arguments
        // No key of the user's has business in a linter.
        process.environment = [:]
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            Diagnostics.error("The sources break rules of the house.")
            return
        }
    }
}
