import Foundation

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The real `video-repl`, started without a shell.
enum REPLProcess {
    /// The path of the program, which the build puts beside the tests.
    static let path: String = {
        #if canImport(Darwin)
        let folder = Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }?.bundleURL
            .deletingLastPathComponent()
        return (folder?.path ?? ".") + "/video-repl"
        #else
        return URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath().deletingLastPathComponent().path
            + "/video-repl"
        #endif
    }()

    /// Starts the program with a terminal for all three streams. If the terminal is its own, so is the session.
    static func spawn(
        _ arguments: [String],
        _ environment: [String: String],
        folder: String,
        terminal: String,
        isOwn: Bool
    ) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        // The first open of a session's leader makes the terminal its own.
        posix_spawn_file_actions_addopen(&actions, 0, terminal, isOwn ? O_RDWR : O_RDWR | O_NOCTTY, 0)
        posix_spawn_file_actions_adddup2(&actions, 0, 1)
        posix_spawn_file_actions_adddup2(&actions, 0, 2)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // POSIX_SPAWN_SETSID, by its number on each system.
        #if canImport(Darwin)
        if isOwn { posix_spawnattr_setflags(&attributes, 0x0400) }
        #else
        if isOwn { posix_spawnattr_setflags(&attributes, 0x80) }
        #endif
        // A shell for its `cd` alone; the words are handed on as they are.
        let shell = ["/bin/sh", "-c", "cd \"$0\" && exec \"$@\"", folder, path]
        var words = (shell + arguments).map { strdup($0) } + [nil]
        var variables = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { (words + variables).forEach { free($0) } }
        var process: pid_t = 0
        let error = posix_spawn(&process, shell[0], &actions, &attributes, &words, &variables)
        guard error == 0 else { throw Terminal.Failure(description: "\(path): error \(error)") }
        return process
    }

    static func code(_ status: Int32) -> Int32 {
        status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F)
    }

    /// The output and the exit code of a run without a terminal.
    struct Run {
        var output: String
        var errors: String
        var code: Int32
        var lines: [String] { output.split(separator: "\n").map(String.init) }
    }

    /// Runs the program to its end, without a terminal.
    static func run(
        _ arguments: [String],
        state: String,
        folder: String,
        input: String = "",
        environment: [String: String] = [:]
    ) async throws -> Run {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread {
                do {
                    let process = Process()
                    process.executableURL = URL(fileURLWithPath: path)
                    process.arguments = arguments
                    process.currentDirectoryURL = URL(fileURLWithPath: folder)
                    process.environment = ["PATH": "/usr/bin:/bin", "HOME": folder, "VIDEO_STATE_DIR": state]
                        .merging(environment) { $1 }
                    let files = ["in", "out", "err"].map { "\(folder)/.\(UInt64.random(in: 0 ... .max)).\($0)" }
                    defer { for file in files { unlink(file) } }
                    try Data(input.utf8).write(to: URL(fileURLWithPath: files[0]))
                    for file in files[1...] { try Data().write(to: URL(fileURLWithPath: file)) }
                    process.standardInput = FileHandle(forReadingAtPath: files[0])
                    process.standardOutput = FileHandle(forWritingAtPath: files[1])
                    process.standardError = FileHandle(forWritingAtPath: files[2])
                    try process.run()
                    process.waitUntilExit()
                    let isExit = process.terminationReason == .exit
                    continuation.resume(
                        returning: Run(
                            output: try String(contentsOfFile: files[1], encoding: .utf8),
                            errors: try String(contentsOfFile: files[2], encoding: .utf8),
                            code: isExit ? process.terminationStatus : 128 + process.terminationStatus
                        )
                    )
                } catch {
                    continuation.resume(throwing: error)
                }
            }
        }
    }
}
