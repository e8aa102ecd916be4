import VideoPlatform

/// A program that was started, by `posix_spawn(3)`: it reads nothing, and what it says of errors nobody sees.
struct ChildProcess: Sendable {
    let id: pid_t

    /// Starts a program in a process group of its own, so that no Ctrl-C is meant for it.
    /// - Parameters:
    ///   - path: its file.
    ///   - words: its arguments.
    ///   - output: where it writes to; nil for nowhere.
    /// - Returns: nil where it cannot be started.
    init?(_ path: String, _ words: [String], output: Int32? = nil) {
        #if canImport(Darwin)
        var (actions, attributes): (posix_spawn_file_actions_t?, posix_spawnattr_t?)
        #else
        var (actions, attributes) = (posix_spawn_file_actions_t(), posix_spawnattr_t())
        #endif
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDWR, 0)
        posix_spawn_file_actions_adddup2(&actions, STDIN_FILENO, STDERR_FILENO)
        posix_spawn_file_actions_adddup2(&actions, output ?? STDIN_FILENO, STDOUT_FILENO)
        // This program does without SIGPIPE; others end by it.
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        for signal in [SIGPIPE, SIGINT, SIGTERM, SIGHUP] { sigaddset(&signals, signal) }
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setpgroup(&attributes, 0)
        var flags = POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK
        #if canImport(Darwin)
        flags |= POSIX_SPAWN_CLOEXEC_DEFAULT
        #endif
        posix_spawnattr_setflags(&attributes, Int16(flags))
        var id = pid_t()
        let arguments = ([path] + words).map { strdup($0) }
        defer { arguments.forEach { free($0) } }
        guard posix_spawn(&id, path, &actions, &attributes, arguments + [nil], environ) == 0 else { return nil }
        self.id = id
    }

    /// Waits for its end; blocks the thread.
    /// - Returns: whether it ended by itself and said that all was well.
    @discardableResult
    func wait() -> Bool {
        var status: Int32 = 0
        while waitpid(id, &status, 0) == -1 {
            guard errno == EINTR else { return false }
        }
        return status == 0
    }
}
