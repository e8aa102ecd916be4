import Foundation
import PackagePlugin

/// `swift package scaffold-video-adapter NAME`: starts the program that makes an adapter; everything else is
/// in there, and tested there.
@main
struct ScaffoldVideoAdapter: CommandPlugin {
    func performCommand(context: PluginContext, arguments: [String]) throws {
        // By which name this package depends on the one that VideoGeneration comes from.
        let house = context.package.dependencies.map(\.package)
            .first { package in package.products.contains { $0.name == "VideoGeneration" } }
        let process = Process()
        process.executableURL = try context.tool(named: "VideoScaffold").url
        process.arguments =
            arguments + ["--package", context.package.directoryURL.path]
            + (house.map { ["--house", $0.id] } ?? [])
        // No key of the user's has business here.
        process.environment = [:]
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            Diagnostics.error("No adapter was made.")
            return
        }
    }
}
