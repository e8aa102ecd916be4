import Foundation
import VideoGeneration

/// When a run of the command is over.
enum Ending: Sendable {
    /// When it has done what it was asked.
    case itsOwn
    /// Killed after so many seconds.
    case killedAfter(Double)
    /// Killed as soon as the journal has this entry.
    case killedAt(JournalEntry.Event)

    private static let steps: [JournalEntry.Event] = [
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
    static func run(_ arguments: [String], in folder: String, until end: Ending, _ tasksFolder: String) async throws
        -> Int32
    {
        let process = Process()
        guard let program else { throw CocoaError(.fileNoSuchFile) }
        process.executableURL = program
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        process.environment = [
            "CHAOS_KEY": "sk-invented-chaos-key", "HOME": folder + "/state", "PATH": "/usr/bin:/bin",
        ]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        let start = ContinuousClock.now
        while process.isRunning {
            let isDue =
                switch end {
                case .itsOwn: false
                case .killedAfter(let seconds): ContinuousClock.now - start > .seconds(seconds)
                case .killedAt(let event): hasEntry(event, in: tasksFolder)
                }
            // Whatever happens, no test waits for ever.
            if isDue || ContinuousClock.now - start > .seconds(90) { kill(process.processIdentifier, SIGKILL) }
            try await Task.sleep(for: isDue ? .milliseconds(1) : .milliseconds(3))
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
