import Foundation

/// Runs programs for tests.
enum Shell {
    /// The root of this package.
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path

    struct Result {
        var status: Int32
        var output: String
    }

    /// Runs a program to its end, the output of both kinds together.
    static func run(_ command: [String], in folder: String, environment: [String: String] = [:]) async throws -> Result
    {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = command
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        process.environment = ProcessInfo.processInfo.environment.merging(environment, uniquingKeysWith: { $1 })
        let log = folder + "/.output-\(UInt64.random(in: .min ... .max))"
        try Data().write(to: URL(fileURLWithPath: log))
        let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: log))
        process.standardOutput = handle
        process.standardError = handle
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            process.terminationHandler = { _ in continuation.resume() }
            do { try process.run() } catch { continuation.resume(throwing: error) }
        }
        let data = try Data(contentsOf: URL(fileURLWithPath: log))
        return Result(status: process.terminationStatus, output: String(decoding: data, as: UTF8.self))
    }
}
