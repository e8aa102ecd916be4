import Foundation

/// `video-scaffold NAME [--dialect-of DIALECT] [--edit] --package FOLDER --house ID`: the program that the plugin of
/// `swift package scaffold-video-adapter` runs. The plugin adds the last two options.
@main
enum ScaffoldCommand {
    private static let usage = """
        usage: swift package scaffold-video-adapter NAME [--dialect-of DIALECT | --manifest FILE] [--edit]

        Creates an adapter for your provider: the mapping, the models, and a conformance test. The adapter
        starts as a copy of a known wire format, and its test passes at once.

          NAME           the module's name, such as AcmeVideos
          --dialect-of   the wire format to start from: \(ScaffoldTemplate.all.map(\.dialect).joined(separator: ", "))
          --manifest     a manifest to start from: the adapter can replace what a manifest cannot express
          --edit         adds the targets to Package.swift instead of printing them
        """

    static func main() {
        var arguments = Array(CommandLine.arguments.dropFirst())
        do {
            if arguments.contains("--help") || arguments.contains("-h") { return print(usage) }
            let folder = try option("--package", in: &arguments) ?? FileManager.default.currentDirectoryPath
            let house = try option("--house", in: &arguments) ?? "swift-video-generation"
            let dialect = try option("--dialect-of", in: &arguments)
            let manifest = try option("--manifest", in: &arguments)
            guard dialect == nil || manifest == nil else {
                throw ScaffoldError("An adapter starts from --dialect-of or from --manifest, not from both.")
            }
            let isEditing = arguments.contains("--edit")
            arguments.removeAll { $0 == "--edit" }
            guard arguments.count == 1, let name = arguments.first, !name.hasPrefix("-") else {
                throw ScaffoldError(usage)
            }
            let scaffold =
                try manifest.map { try Scaffold(name: name, template: .manifest(at: $0)) }
                ?? Scaffold(name: name, dialect: dialect ?? ScaffoldTemplate.all[0].dialect)
            print(try scaffold.make(in: folder, house: house, isEditing: isEditing))
        } catch {
            print("\(error)")
            exit(2)
        }
    }

    private static func option(_ name: String, in arguments: inout [String]) throws -> String? {
        guard let index = arguments.firstIndex(of: name) else { return nil }
        guard index + 1 < arguments.count else { throw ScaffoldError("\(name) needs a value.") }
        defer { arguments.removeSubrange(index...(index + 1)) }
        return arguments[index + 1]
    }
}
