import Foundation

/// Another program of this machine, started with a list of words and never through a shell.
enum Program {
    /// The file of a program on the path; nil where there is none.
    static func find(_ name: String, _ environment: [String: String]) -> String? {
        (environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":").map { "\($0)/\(name)" }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    /// What a program wrote, at most 4 MiB; nil where it is not there or failed.
    static func output(_ name: String, _ words: [String], _ environment: [String: String]) async -> Data? {
        guard let path = find(name, environment) else { return nil }
        return await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                let process = Process()
                let pipe = Pipe()
                process.executableURL = URL(fileURLWithPath: path)
                process.arguments = words
                process.standardInput = FileHandle.nullDevice
                process.standardError = FileHandle.nullDevice
                process.standardOutput = pipe
                guard (try? process.run()) != nil else { return continuation.resume(returning: nil) }
                let data = pipe.fileHandleForReading.readDataToEndOfFile()
                process.waitUntilExit()
                continuation.resume(returning: process.terminationStatus == 0 ? data.prefix(4 << 20) : nil)
            }
        }
    }

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
