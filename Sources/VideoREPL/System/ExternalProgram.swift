import Synchronization
import VideoGeneration
import VideoPlatform

/// Another program of this machine, started with a list of arguments and never through a shell.
enum ExternalProgram {
    /// Returns the path of a program in `PATH`, or nil if there is none.
    static func find(_ name: String, _ environment: [String: String]) -> String? {
        (environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":").map { "\($0)/\(name)" }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    /// Returns the output of a program, or nil if the program is missing, fails, writes more than 4 MiB or takes more
    /// than 10 s, or if the caller is cancelled.
    static func output(
        _ name: String,
        _ words: [String],
        _ environment: [String: String],
        _ clock: any EngineClock
    ) async -> [UInt8]? {
        guard let path = find(name, environment) else { return nil }
        let child = Child()
        // The sleep also ends if the caller is cancelled. The program may hang forever.
        async let _: Void = {
            try? await clock.sleep(for: .seconds(10))
            child.end()
        }()
        return await withCheckedContinuation { continuation in
            let isStarted = DetachedThread.start {
                guard let pipe = ProcessPipe() else { return continuation.resume(returning: nil) }
                let process = child.start(path, words, output: pipe.input)
                close(pipe.input)
                let output = Descriptor.read(pipe.output, upToCount: longest + 1)
                // Without a reader, a program cannot continue to write output that is too long.
                close(pipe.output)
                let isWhole = process?.wait() == true && output.count <= longest
                child.forget()
                continuation.resume(returning: isWhole ? output : nil)
            }
            if !isStarted { continuation.resume(returning: nil) }
        }
    }

    private static let longest = 4 << 20

    /// Starts a program without waiting for it, and returns whether it was started.
    static func start(_ name: String, _ words: [String], _ environment: [String: String]) -> Bool {
        guard let path = find(name, environment), let process = ChildProcess(path, words) else { return false }
        // Its process ID stays in use until its end is waited for, or until this program ends.
        DetachedThread.start { process.wait() }
        return true
    }
}

/// A running program that another thread can end.
private final class Child: Sendable {
    private enum State { case new, running(pid_t), over }

    private let state = Mutex(State.new)

    /// - Returns: nil if the program cannot be started, or was ended before.
    func start(_ path: String, _ words: [String], output: Int32) -> ChildProcess? {
        state.withLock { state in
            guard case .new = state, let process = ChildProcess(path, words, output: output) else { return nil }
            state = .running(process.id)
            return process
        }
    }

    /// Kills the program, or prevents its start.
    func end() {
        state.withLock { state in
            if case .running(let id) = state { kill(-id, SIGKILL) }
            state = .over
        }
    }

    /// Records that the program has ended, because its process ID may now belong to another program.
    func forget() { state.withLock { $0 = .over } }
}
