import VideoPlatform

/// A program started with `posix_spawn(3)`. Its standard input is empty, and its standard error is discarded.
struct ChildProcess: Sendable {
    let id: pid_t

    /// Starts a program in its own process group, so that Ctrl-C does not reach it.
    /// - Parameters:
    ///   - path: the path of the program.
    ///   - words: the arguments of the program.
    ///   - output: the descriptor for its standard output; nil discards the output.
    /// - Returns: nil if the program cannot be started.
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
        // This program ignores SIGPIPE. Others rely on it to end.
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

    /// Waits until the program ends. Blocks the thread.
    /// - Returns: whether the program exited by itself with status 0.
    @discardableResult
    func wait() -> Bool {
        var status: Int32 = 0
        while waitpid(id, &status, 0) == -1 {
            guard errno == EINTR else { return false }
        }
        return status == 0
    }
}
