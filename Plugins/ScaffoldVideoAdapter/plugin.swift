import Foundation
import PackagePlugin

/// `swift package scaffold-video-adapter NAME`: runs the VideoScaffold program, which creates the adapter and has its
/// own tests.
@main
struct ScaffoldVideoAdapter: CommandPlugin {
    func performCommand(context: PluginContext, arguments: [String]) throws {
        // The name under which this package depends on the package of VideoGeneration.
        let house = context.package.dependencies.map(\.package)
            .first { package in package.products.contains { $0.name == "VideoGeneration" } }
        let process = Process()
        process.executableURL = try context.tool(named: "VideoScaffold").url
        process.arguments =
            arguments + ["--package", context.package.directoryURL.path]
            + (house.map { ["--house", $0.id] } ?? [])
        // The program needs nothing from the user's environment, which may hold API keys.
        process.environment = [:]
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            Diagnostics.error("No adapter was created.")
            return
        }
    }
}
