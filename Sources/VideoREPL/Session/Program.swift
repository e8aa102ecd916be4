import Foundation
import Synchronization
import VideoGeneration

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
        _ clock: any TaskClock
    ) async -> Data? {
        guard let path = find(name, environment) else { return nil }
        let child = Child()
        // It wakes as well where nobody waits any more; the program may hang for ever.
        async let _: Void = {
            try? await clock.sleep(for: .seconds(10))
            child.end()
        }()
        return await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                let process = Process()
                let pipe = Pipe()
                process.executableURL = URL(fileURLWithPath: path)
                process.arguments = words
                process.standardInput = FileHandle.nullDevice
                process.standardError = FileHandle.nullDevice
                process.standardOutput = pipe
                guard child.start(process) else { return continuation.resume(returning: nil) }
                let output = try? pipe.fileHandleForReading.read(upToCount: longest + 1)
                // Without a reader it cannot go on with what is too long.
                try? pipe.fileHandleForReading.close()
                process.waitUntilExit()
                child.forget()
                let isWhole = process.terminationStatus == 0 && output.map { $0.count <= longest } ?? false
                continuation.resume(returning: isWhole ? output : nil)
            }
        }
    }

    private static let longest = 4 << 20

    /// Starts a program and does not wait for it.
    static func start(_ name: String, _ words: [String], _ environment: [String: String]) -> Bool {
        guard let path = find(name, environment) else { return false }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = words
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        return (try? process.run()) != nil
    }
}

/// A program that runs, for somebody else to end.
private final class Child: Sendable {
    private enum State { case new, running(pid_t), over }

    private let state = Mutex(State.new)

    /// - Returns: false where it cannot be started, or was ended before.
    func start(_ process: Process) -> Bool {
        state.withLock { state in
            guard case .new = state, (try? process.run()) != nil else { return false }
            state = .running(process.processIdentifier)
            return true
        }
    }

    /// Ends it, now or before it starts.
    func end() {
        state.withLock { state in
            if case .running(let id) = state { kill(id, SIGKILL) }
            state = .over
        }
    }

    /// Says that it has ended: its number may be another program's.
    func forget() { state.withLock { $0 = .over } }
}
