import Synchronization
import VideoGeneration
import VideoPlatform

/// Another program of this machine, started with a list of words and never through a shell.
enum Program {
    /// The file of a program on the path; nil where there is none.
    static func find(_ name: String, _ environment: [String: String]) -> String? {
        (environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":").map { "\($0)/\(name)" }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    /// What a program wrote; nil where it is not there, failed, wrote more than 4 MiB, took more than 10 s, or
    /// where nobody waits any more.
    static func output(
        _ name: String,
        _ words: [String],
        _ environment: [String: String],
        _ clock: any EngineClock
    ) async -> [UInt8]? {
        guard let path = find(name, environment) else { return nil }
        let child = Child()
        // It wakes as well where nobody waits any more; the program may hang for ever.
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
                // Without a reader it cannot go on with what is too long.
                close(pipe.output)
                let isWhole = process?.wait() == true && output.count <= longest
                child.forget()
                continuation.resume(returning: isWhole ? output : nil)
            }
            if !isStarted { continuation.resume(returning: nil) }
        }
    }

    private static let longest = 4 << 20

    /// Starts a program and does not wait for it.
    static func start(_ name: String, _ words: [String], _ environment: [String: String]) -> Bool {
        guard let path = find(name, environment), let process = ChildProcess(path, words) else { return false }
        // Somebody has to hear of its end, or its number is taken until this program ends.
        DetachedThread.start { process.wait() }
        return true
    }
}

/// A program that runs, for somebody else to end.
private final class Child: Sendable {
    private enum State { case new, running(pid_t), over }

    private let state = Mutex(State.new)

    /// - Returns: nil where it cannot be started, or was ended before.
    func start(_ path: String, _ words: [String], output: Int32) -> ChildProcess? {
        state.withLock { state in
            guard case .new = state, let process = ChildProcess(path, words, output: output) else { return nil }
            state = .running(process.id)
            return process
        }
    }

    /// Ends it, now or before it starts.
    func end() {
        state.withLock { state in
            if case .running(let id) = state { kill(-id, SIGKILL) }
            state = .over
        }
    }

    /// Says that it has ended: its number may be another program's.
    func forget() { state.withLock { $0 = .over } }
}
