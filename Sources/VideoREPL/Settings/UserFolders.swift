import VideoGeneration
import VideoPlatform

/// The paths of the configuration and the state. An option on the line takes precedence over an environment variable,
/// and the variable over the user's own folders (the XDG Base Directory Specification; Application Support on macOS).
struct UserFolders: Sendable {
    let environment: [String: String]
    let currentFolder: String

    /// Uses the environment and the current folder of the process.
    init(environment: [String: String], currentFolder: String = FileManager.default.currentDirectoryPath) {
        self.environment = environment
        self.currentFolder = currentFolder
    }

    /// Returns the path of the list of providers, and whether the user named it. A named file must exist.
    func providersFile(_ option: String?) throws -> (path: String, isNamed: Bool) {
        if let named = option ?? variable("VIDEO_CONFIG") { return (absolute(named), true) }
        // Apple's folder for configuration, or the one of the XDG specification.
        #if os(macOS)
        return (try home() + "/Library/Application Support/video-generation/providers.json", false)
        #else
        let folder = try absoluteVariable("XDG_CONFIG_HOME") ?? (home() + "/.config")
        return (folder + "/video-generation/providers.json", false)
        #endif
    }

    /// Returns the connection string of the journal's database; nil if the journal is in the folder of this machine.
    /// - Throws: ``VideoError`` with code `usage` if the option is empty.
    func database(_ option: String?) throws -> String? {
        guard let option else { return variable("VIDEO_JOURNAL") }
        guard !option.isEmpty else {
            throw VideoError.usage(
                "--journal is empty.",
                "Give a connection string, such as postgres://user@host/database."
            )
        }
        return option
    }

    /// Returns the folder of the journal, and of everything else that this program keeps on this machine.
    func state(_ option: String?) throws -> String {
        if let named = option ?? variable("VIDEO_STATE_DIR") { return absolute(named) }
        // Apple's folder for state, or the one of the XDG specification.
        #if os(macOS)
        return try home() + "/Library/Application Support/video-generation/state"
        #else
        return try (absoluteVariable("XDG_STATE_HOME") ?? (home() + "/.local/state")) + "/video-generation"
        #endif
    }

    /// Returns the absolute path for a path that the user typed. `~/` is the home folder, as in a shell.
    func absolute(_ path: String) -> String {
        var path = path
        if path == "~" || path.hasPrefix("~/"), let home = variable("HOME") { path = home + path.dropFirst() }
        let full = path.hasPrefix("/") ? path : currentFolder + "/" + path
        var parts: [Substring] = []
        for part in full.split(separator: "/") where part != "." {
            // `..` is kept: after a symbolic link it does not undo the component before it.
            parts.append(part)
        }
        return "/" + parts.joined(separator: "/")
    }

    private func variable(_ name: String) -> String? {
        environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// Returns a variable's value if it is an absolute path. The specification says to ignore relative paths.
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
