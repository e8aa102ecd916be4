import VideoGeneration
import VideoPlatform

/// Where configuration and state live: an option on the line goes before a variable, and that before the
/// user's own folders (the XDG Base Directory Specification; Application Support on macOS).
struct UserFolders: Sendable {
    let environment: [String: String]
    let currentFolder: String

    /// Takes the process's environment and folder.
    init(environment: [String: String], currentFolder: String = FileManager.default.currentDirectoryPath) {
        self.environment = environment
        self.currentFolder = currentFolder
    }

    /// The list of providers, and whether it was named: a named one has to exist.
    func providersFile(_ option: String?) throws -> (path: String, isNamed: Bool) {
        if let named = option ?? variable("VIDEO_CONFIG") { return (absolute(named), true) }
        // Apple's folder for it, or the one of the XDG base directories.
        #if os(macOS)
        return (try home() + "/Library/Application Support/video-generation/providers.json", false)
        #else
        let folder = try absoluteVariable("XDG_CONFIG_HOME") ?? (home() + "/.config")
        return (folder + "/video-generation/providers.json", false)
        #endif
    }

    /// The journal's folder.
    func state(_ option: String?) throws -> String {
        if let named = option ?? variable("VIDEO_STATE_DIR") { return absolute(named) }
        // As above.
        #if os(macOS)
        return try home() + "/Library/Application Support/video-generation/state"
        #else
        return try (absoluteVariable("XDG_STATE_HOME") ?? (home() + "/.local/state")) + "/video-generation"
        #endif
    }

    /// A path as the user wrote it, from the root on; `~/` is the home folder, as a shell would have it.
    func absolute(_ path: String) -> String {
        var path = path
        if path == "~" || path.hasPrefix("~/"), let home = variable("HOME") { path = home + path.dropFirst() }
        let full = path.hasPrefix("/") ? path : currentFolder + "/" + path
        var parts: [Substring] = []
        for part in full.split(separator: "/") where part != "." {
            // `..` is kept: behind a symbolic link it does not undo the part before it.
            parts.append(part)
        }
        return "/" + parts.joined(separator: "/")
    }

    private func variable(_ name: String) -> String? {
        environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// The specification has relative paths ignored.
    private func absoluteVariable(_ name: String) -> String? {
        variable(name).flatMap { $0.hasPrefix("/") ? $0 : nil }
    }

    private func home() throws -> String {
        guard let home = variable("HOME"), home.hasPrefix("/") else {
            throw VideoError(
                .configurationInvalid,
                "There is no home folder: $HOME is not set.",
                advice: "Nothing was sent. Give --state DIR and --config FILE."
            )
        }
        return home
    }
}
