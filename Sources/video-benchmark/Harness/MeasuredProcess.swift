import Foundation
import VideoPlatform
import VideoWorkloads

/// A running child process with its input and output, and its usage as counted by the kernel.
final class MeasuredProcess {
    private let identifier: pid_t
    private let input: FileHandle
    private let output: FileHandle
    private let start = ContinuousClock.now

    /// Starts a program by its path.
    init(_ path: String, _ arguments: [String], isQuiet: Bool = false) throws {
        guard let forInput = ProcessPipe(), let forOutput = ProcessPipe() else {
            throw BenchmarkError("A pipe could not be created: \(String(cString: strerror(errno)))")
        }
        defer {
            close(forInput.output)
            close(forOutput.input)
        }
        #if canImport(Darwin)
        var actions: posix_spawn_file_actions_t?
        #else
        var actions = posix_spawn_file_actions_t()
        #endif
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, forInput.output, 0)
        posix_spawn_file_actions_adddup2(&actions, forOutput.input, 1)
        if isQuiet { posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0) }
        // A thread of this process may block signals that the program needs, such as the alarm of pgbench.
        #if canImport(Darwin)
        var attributes: posix_spawnattr_t?
        #else
        var attributes = posix_spawnattr_t()
        #endif
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        let texts = ([path] + arguments).map { strdup($0) }
        defer { texts.forEach { free($0) } }
        var identifier: pid_t = 0
        let code = posix_spawn(&identifier, path, &actions, &attributes, texts + [nil], environ)
        guard code == 0 else { throw BenchmarkError("\(path) did not start: \(String(cString: strerror(code)))") }
        self.identifier = identifier
        input = FileHandle(fileDescriptor: forInput.input, closeOnDealloc: true)
        output = FileHandle(fileDescriptor: forOutput.output, closeOnDealloc: true)
    }

    /// Runs a program to its end.
    /// - Returns: Its output and its usage.
    /// - Throws: ``BenchmarkError`` if it cannot be started or fails.
    static func run(_ path: String, _ arguments: [String], isQuiet: Bool = false) throws -> (
        output: String, usage: ResourceUsage
    ) {
        let program = try MeasuredProcess(path, arguments, isQuiet: isQuiet)
        let output = program.readAll()
        return (output, try program.wait())
    }

    /// Runs a program that prints a ``ResourceUsage``.
    /// - Returns: The usage that the program measured itself.
    static func measure(_ path: String, _ arguments: [String]) throws -> ResourceUsage {
        try JSONDecoder().decode(ResourceUsage.self, from: Data(try run(path, arguments).output.utf8))
    }

    /// Returns the path of another program of this package, which is next to this one.
    static func beside(_ name: String) throws -> String {
        guard let own = Bundle.main.executableURL else {
            throw BenchmarkError("The path of this program is not known.")
        }
        return own.deletingLastPathComponent().appendingPathComponent(name).path
    }

    /// Returns the path of a program in `PATH`, or nil if it is not installed.
    static func find(_ name: String) -> String? {
        (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map { "\($0)/\(name)" }
            .first { access($0, X_OK) == 0 }
    }

    /// Reads the next line of its output.
    func readLine() -> String {
        var line = Data()
        while let byte = try? output.read(upToCount: 1), !byte.isEmpty, byte != Data([0x0A]) { line += byte }
        return String(decoding: line, as: UTF8.self)
    }

    /// Reads its output to the end.
    func readAll() -> String { String(decoding: (try? output.readToEnd()) ?? Data(), as: UTF8.self) }

    /// Closes its input, which tells this package's own programs to end.
    func endInput() { try? input.close() }

    /// Waits for the process to end and returns its usage.
    func wait() throws -> ResourceUsage {
        endInput()
        var status: Int32 = 0
        var usage = rusage()
        while wait4(identifier, &status, 0, &usage) == -1, errno == EINTR {}
        guard status == 0 else { throw BenchmarkError("A program ended with status \(status >> 8).") }
        return ResourceUsage(usage, wall: start.duration(to: .now) / .seconds(1))
    }
}
