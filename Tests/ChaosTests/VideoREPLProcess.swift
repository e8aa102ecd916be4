import Foundation
import VideoGeneration
import VideoGenerationTesting

/// When a run of the command is over.
enum Ending: Sendable {
    /// At the end of the command.
    case itsOwn
    /// Killed after so many seconds.
    case killedAfter(Double)
    /// Killed as soon as the journal has this entry.
    case killedAt(JournalEntry.Event)
    /// Interrupted, as Ctrl-C does, as soon as the journal has this entry.
    case interruptedAt(JournalEntry.Event)

    static let steps: [JournalEntry.Event] = [
        .intent, .submitting, .accepted, .status, .downloading, .verified, .stored,
    ]

    init(_ random: SeededRandom) {
        let lot = random.next()
        self =
            lot % 2 == 0
            ? .killedAfter(random.unit() * 4) : .killedAt(Self.steps[Int(lot / 2 % UInt64(Self.steps.count))])
    }
}

/// The real command as a process of its own.
enum VideoREPLProcess {
    /// The program that was built beside these tests.
    private static let program: URL? = {
        var folder = URL(fileURLWithPath: CommandLine.arguments[0]).standardizedFileURL.deletingLastPathComponent()
        for _ in 0..<6 {
            let program = folder.appendingPathComponent("video-repl")
            if FileManager.default.isExecutableFile(atPath: program.path) { return program }
            folder.deleteLastPathComponent()
        }
        return nil
    }()

    /// Runs it.
    /// - Returns: its exit code, or the signal that ended it as a negative number.
    static func run(
        _ arguments: [String],
        in folder: String,
        until end: Ending = .itsOwn,
        tasksFolder: String,
        closesOutput: Bool = false
    ) async throws -> Int32 {
        let process = Process()
        guard let program else { throw CocoaError(.fileNoSuchFile) }
        process.executableURL = program
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        process.environment = [
            "CHAOS_KEY": "sk-invented-chaos-key", "HOME": folder + "/state", "PATH": "/usr/bin:/bin",
        ]
        process.standardInput = FileHandle.nullDevice
        let pipe = Pipe()
        process.standardOutput = closesOutput ? pipe : FileHandle.nullDevice
        if closesOutput { try pipe.fileHandleForReading.close() }
        process.standardError = FileHandle.nullDevice
        try process.run()
        let start = ContinuousClock.now
        var isInterrupted = false
        while process.isRunning {
            let age = ContinuousClock.now - start
            switch end {
            case .killedAfter(let seconds) where age > .seconds(seconds): kill(process.processIdentifier, SIGKILL)
            case .killedAt(let event) where hasEntry(event, in: tasksFolder): kill(process.processIdentifier, SIGKILL)
            case .interruptedAt(let event) where !isInterrupted && hasEntry(event, in: tasksFolder):
                isInterrupted = true
                process.interrupt()
            // Whatever happens, no test waits for ever.
            case _ where age > .seconds(90): kill(process.processIdentifier, SIGKILL)
            default: break
            }
            // A real wait: the other side runs by the machine's clock.
            try await Task.sleep(for: .milliseconds(3))
        }
        return process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus
    }

    private static func hasEntry(_ event: JournalEntry.Event, in folder: String) -> Bool {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        let entry = Data("\"event\":\"\(event)\"".utf8)
        return names.contains { name in
            FileManager.default.contents(atPath: "\(folder)/\(name)")?.range(of: entry) != nil
        }
    }
}
