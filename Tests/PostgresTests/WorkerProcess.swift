import Foundation
import Synchronization

/// A worker as a process of its own, which ends with this value at the latest.
final class WorkerProcess: Sendable {
    private let process: Process
    private let output = Mutex("")
    let id: Int32

    /// Starts a program that was built beside these tests.
    init(_ program: String, _ arguments: [String], in folder: String, environment: [String: String] = [:]) throws {
        guard let url = Self.url(of: program) else { throw CocoaError(.fileNoSuchFile) }
        process = Process()
        process.executableURL = url
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        process.environment = ["HOME": folder, "PATH": "/usr/bin:/bin", "TEST_KEY": "sk-invented-0123456789"]
            .merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        id = process.processIdentifier
        pipe.fileHandleForReading.readabilityHandler = { [weak self] handle in
            let data = handle.availableData
            guard !data.isEmpty else { return handle.readabilityHandler = nil }
            self?.output.withLock { $0 += String(decoding: data, as: UTF8.self) }
        }
    }

    deinit { end() }

    private static func url(of program: String) -> URL? {
        var folder = URL(fileURLWithPath: CommandLine.arguments[0]).standardizedFileURL.deletingLastPathComponent()
        for _ in 0..<6 {
            let url = folder.appendingPathComponent(program)
            if FileManager.default.isExecutableFile(atPath: url.path) { return url }
            folder.deleteLastPathComponent()
        }
        return nil
    }

    /// What the process has written.
    var said: String { output.withLock { $0 } }
    var isRunning: Bool { process.isRunning }

    func send(_ signal: Int32) { if process.isRunning { kill(id, signal) } }

    /// Kills the process, also if it is stopped.
    func end() {
        guard process.isRunning else { return }
        kill(id, SIGKILL)
        process.waitUntilExit()
    }

    /// Waits until the process has ended.
    /// - Returns: its exit code, or the signal that ended it as a negative number; nil if it has not ended in time.
    func status(within seconds: Int) async throws -> Int32? {
        let end = ContinuousClock.now + .seconds(seconds)
        while process.isRunning {
            guard ContinuousClock.now < end else { return nil }
            // The other side is a process on the machine's clock.
            try await Task.sleep(for: .milliseconds(10))
        }
        return process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus
    }
}
