import Foundation

/// A new adapter: its files, and its lines in Package.swift.
struct Scaffold {
    private let name: String
    private let template: ScaffoldTemplate

    /// Plans an adapter.
    /// - Throws: ``ScaffoldError`` if the name is not a valid module name, or if the dialect is unknown.
    init(name: String, dialect: String) throws {
        guard let template = ScaffoldTemplate.all.first(where: { $0.dialect == dialect }) else {
            let known = ScaffoldTemplate.all.map(\.dialect).joined(separator: ", ")
            throw ScaffoldError("There is no wire format “\(dialect)”. Known: \(known).")
        }
        try self.init(name: name, template: template)
    }

    /// Plans an adapter that starts from a template.
    /// - Throws: ``ScaffoldError`` if the name is not a valid module name.
    init(name: String, template: ScaffoldTemplate) throws {
        let isName =
            name.utf8.count <= 60 && name.first?.isUppercase == true
            && name.utf8.allSatisfy {
                (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0)
            }
        guard isName else {
            throw ScaffoldError(
                "The name must be a Swift module name: letters and digits, a capital first, such as AcmeVideos."
            )
        }
        self.name = name
        self.template = template
    }

    /// The name of the dialect, such as `acme-videos` for `AcmeVideos`.
    var dialect: String {
        var words = ""
        for character in name {
            if character.isUppercase, words.last?.isLowercase == true { words += "-" }
            words += character.lowercased()
        }
        return words
    }

    /// The files of the adapter, with their paths in the package.
    var files: [(path: String, text: String)] {
        [
            ("Sources/\(name)/\(name)Dialect.swift", filled(template.mapping)),
            ("Sources/\(name)/\(name)\(template.dataFile).swift", filled(template.models)),
            ("Sources/\(name)/Plugins.swift", filled(template.plugins)),
            ("Tests/\(name)Tests/\(name)ConformanceTests.swift", filled(template.test)),
        ]
    }

    /// Returns the lines for the targets in Package.swift.
    func targets(house: String) -> [String] {
        func product(_ name: String) -> String { ".product(name: \"\(name)\", package: \"\(house)\")" }
        let core = (["VideoGenerationCore"] + template.products).map(product).joined(separator: ", ")
        return [
            ".target(name: \"\(name)\", dependencies: [\(core)]),",
            ".testTarget(",
            "    name: \"\(name)Tests\",",
            "    dependencies: [",
            "        \"\(name)\",",
            "        \(product("VideoGenerationCore")),",
            "        \(product("VideoGenerationTesting")),",
            "    ]",
            "),",
        ]
    }

    /// The line for the products in Package.swift.
    var product: String { ".library(name: \"\(name)\", targets: [\"\(name)\"])," }

    /// Writes the files, and adds the product and the targets to Package.swift if asked.
    /// - Returns: a report for the user: what was created, and what to do next.
    /// - Throws: ``ScaffoldError`` if a folder of that name exists. Nothing is overwritten.
    func make(in folder: String, house: String, isEditing: Bool) throws -> String {
        let root = URL(fileURLWithPath: folder, isDirectory: true)
        for taken in ["Sources/\(name)", "Tests/\(name)Tests"] {
            guard !FileManager.default.fileExists(atPath: root.appendingPathComponent(taken).path) else {
                throw ScaffoldError("\(taken) already exists. Nothing was created.")
            }
        }
        let manifest = root.appendingPathComponent("Package.swift")
        let text = Result { try String(contentsOf: manifest, encoding: .utf8) }
        // Done before anything is written, so that a manifest that cannot be edited leaves the package unchanged.
        let edited =
            isEditing ? try ManifestEdit(text.get()).adding(product: product, targets: targets(house: house)) : nil
        for file in files {
            let url = root.appendingPathComponent(file.path)
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(),
                withIntermediateDirectories: true
            )
            try Data(file.text.utf8).write(to: url)
        }
        try edited.map { try Data($0.utf8).write(to: manifest) }
        let hasPlatforms = (try? text.get()).map { ManifestEdit($0).has("platforms") } ?? false
        return report(house: house, isEdited: isEditing, hasPlatforms: hasPlatforms)
    }

    private func report(house: String, isEdited: Bool, hasPlatforms: Bool) -> String {
        let platforms =
            "\n\nOn Apple platforms, Package.swift also needs `platforms: [.macOS(.v15), .iOS(.v18)]`, before its products."
        let made = files.map { "  \($0.path)" }.joined(separator: "\n")
        let lines = ([product] + targets(house: house)).map { "  \($0)" }.joined(separator: "\n")
        return """
            Created an adapter for the wire format \(template.dialect):
            \(made)

            \(isEdited ? "Added to Package.swift:" : "Add the first line to the products in Package.swift, and the other lines to its targets:")
            \(lines)\(hasPlatforms ? "" : platforms)

            Its conformance test passes: swift test --filter \(name)Tests
            Next, replace the sample responses in the test with those of your provider.
            Then change the mapping until the test passes again.
            """
    }

    private func filled(_ text: String) -> String {
        let imports = ["Testing", "VideoGenerationCore", "VideoGenerationTesting", name].sorted()
        return text.replacingOccurrences(
            of: "__IMPORTS__",
            with: imports.map { "import \($0)" }.joined(separator: "\n")
        )
        .replacingOccurrences(of: "__NAME__", with: name)
        .replacingOccurrences(of: "__DIALECT__", with: dialect)
        .replacingOccurrences(of: "__SCRIPT__", with: name.prefix(1).lowercased() + name.dropFirst()) + "\n"
    }
}
