import ProviderManifests
import VideoGeneration

/// The manifests of a session: those of the folder `providers.d` beside providers.json, and those of `--manifest`.
struct ManifestFiles: Sendable {
    /// The name of the folder.
    static let folderName = "providers.d"
    /// More files than a person keeps there.
    private static let maximum = 200

    /// The files in the order of their names, those of the folder first.
    private(set) var files: [ManifestFile] = []
    /// The problems of the folder itself.
    private(set) var problems: [String] = []

    /// No manifests.
    static let none = ManifestFiles()

    private init() {}

    /// Reads the manifests.
    /// - Parameters:
    ///   - providersFile: The path of providers.json.
    ///   - named: The paths that the user named.
    ///   - registry: The dialects of the program, which a manifest cannot replace.
    ///   - disk: The disk.
    init(beside providersFile: String?, named: [String], _ registry: ProviderRegistry, disk: any Disk) {
        // Entries that use a manifest are not readable here. They and the manifest belong together.
        let entries = providersFile.flatMap {
            try? ProvidersFile.read($0, isNamed: false, registry: registry, disk: disk).configurations
        }
        if let providersFile {
            let parent = providersFile.lastIndex(of: "/").map { providersFile[..<$0] } ?? ""
            readFolder("\(parent)/\(Self.folderName)", disk)
        }
        for path in named { files.append(ManifestFile(path, isNamed: true, disk: disk)) }
        for index in files.indices { check(index, registry, entries ?? []) }
    }

    private mutating func readFolder(_ folder: String, _ disk: any Disk) {
        do {
            guard let entry = try disk.entry(at: folder, followingLinks: true) else { return }
            guard entry.kind == .folder else {
                problems.append("\(folder) is not a folder.")
                return
            }
            let names = try disk.names(in: folder).filter { $0.hasSuffix(".json") && !$0.hasPrefix(".") }.sorted()
            if names.count > Self.maximum {
                problems.append("\(folder) has \(names.count) manifests, and at most \(Self.maximum) are read.")
            }
            for name in names.prefix(Self.maximum) where !name.contains("/") {
                files.append(ManifestFile("\(folder)/\(name)", isNamed: false, disk: disk))
            }
        } catch {
            problems.append("\(folder) cannot be read: \((error as? DiskError)?.reason ?? "\(error)").")
        }
    }

    /// Refuses a manifest that would replace a dialect or an ID of the program or of an earlier manifest, or that would
    /// lead the key of another provider, of the program or of providers.json, to another address.
    private mutating func check(_ index: Int, _ registry: ProviderRegistry, _ entries: [ProviderConfiguration]) {
        guard let plugin = files[index].manifest?.plugin else { return }
        if registry.plugins.contains(where: { $0.dialect == plugin.dialect }) {
            files[index].refuse(
                "dialect",
                "The program has a dialect \(plugin.dialect.shown) already. Choose another name, such as "
                    + "\"my-\(plugin.dialect)\"."
            )
            return
        }
        let earlier = files[..<index].first { $0.manifest?.plugin.dialect == plugin.dialect }
        if let earlier {
            files[index].refuse("dialect", "The manifest \(earlier.path) has this name already. Choose another one.")
            return
        }
        let presets =
            registry.plugins.flatMap(\.presets) + files[..<index].flatMap { $0.manifest?.plugin.presets ?? [] }
        for preset in plugin.presets {
            if presets.contains(where: { $0.id == preset.id }) || Simulation.ids.contains(preset.id) {
                files[index].refuse("presets", "There is a provider \(preset.id.shown) already. Choose another ID.")
                return
            }
            guard let variable = preset.keyEnv else { continue }
            let origins = (presets + entries).filter { $0.keyEnv == variable }.compactMap {
                HTTPURL($0.baseURL)?.origin
            }
            guard let known = origins.first, HTTPURL(preset.baseURL).map({ !origins.contains($0.origin) }) ?? true
            else {
                continue
            }
            files[index].refuse(
                "auth.keyEnv",
                "\(variable) is the key for \(known), and this manifest would send it to another address. Name another "
                    + "variable."
            )
            return
        }
    }

    /// Returns a registry with the usable manifests besides its own dialects.
    func registry(adding registry: ProviderRegistry) -> ProviderRegistry {
        ProviderRegistry(registry.plugins + files.compactMap { $0.manifest?.plugin })
    }

    /// The error of the first file that the user named and that cannot be used.
    var error: VideoError? { files.first { $0.isNamed && $0.manifest == nil }?.error }
}
