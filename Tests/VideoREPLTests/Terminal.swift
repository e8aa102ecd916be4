import Foundation
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The real `video-repl` in a pseudo-terminal.
final class Terminal: Sendable {
    let columns: Int
    private let process: pid_t
    private let line: Line
    /// The attributes of the terminal before the program changes them.
    let found: [tcflag_t]

    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// Starts the program.
    /// - Parameter isOwn: whether the terminal is the program's own, so that it gets a SIGHUP when it goes away.
    init(
        _ arguments: [String],
        state: String,
        columns: Int = 100,
        environment: [String: String] = [:],
        folder: String,
        isOwn: Bool = true
    ) throws {
        self.columns = columns
        let (master, slave) = try Self.open()
        let line = Line(master)
        self.line = line
        // No other process may hold the descriptor: a terminal closes with its last descriptor.
        _ = fcntl(master, F_SETFD, FD_CLOEXEC)
        Self.resize(master, columns)
        found = try Self.settings(of: master)
        var variables = [
            "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin", "HOME": folder,
            "TERM": "xterm-256color", "LC_ALL": "C.UTF-8", "VIDEO_STATE_DIR": state,
        ]
        variables.merge(environment) { $1 }
        process = try REPLProcess.spawn(arguments, variables, folder: folder, terminal: slave, isOwn: isOwn)
        let process = process
        Thread.detachNewThread {
            line.read()
            var status: Int32 = 0
            var usage = rusage()
            wait4(process, &status, 0, &usage)
            let times = [usage.ru_utime, usage.ru_stime].map { Double($0.tv_sec) + Double($0.tv_usec) / 1e6 }
            line.ended.withLock { $0 = (status, times[0] + times[1]) }
        }
    }

    deinit {
        if !hasEnded { kill(process, SIGKILL) }
        hangUp()
    }

    /// The end that plays the person. Its reader and the terminal share it, and the last of them closes it: a number
    /// that is closed too early is another test's before long.
    private final class Line: Sendable {
        let master: Int32
        let output = Mutex<[UInt8]>([])
        let ended = Mutex<(status: Int32, seconds: Double)?>(nil)
        let isHungUp = Mutex(false)
        private let isClosed = Mutex(false)

        init(_ master: Int32) { self.master = master }

        deinit { close() }

        /// Reads until the other end is closed.
        func read() {
            var bytes = [UInt8](repeating: 0, count: 4096)
            while true {
                if isHungUp.withLock({ $0 }) { return close() }
                var input = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
                // Looked at anew now and then, because closing a descriptor wakes no read.
                guard poll(&input, 1, 100) != 0 else { continue }
                let count = systemRead(master, &bytes, bytes.count)
                if count <= 0 { return }
                output.withLock { $0 += bytes[..<count] }
            }
        }

        private func close() {
            isClosed.withLock { isClosed in
                if !isClosed { systemClose(master) }
                isClosed = true
            }
        }
    }

    /// Opens a pseudo-terminal: the end that plays the person, and the path of the other.
    private static func open() throws -> (Int32, String) {
        #if canImport(Darwin)
        let master = posix_openpt(O_RDWR | O_NOCTTY)
        guard master >= 0, grantpt(master) == 0, unlockpt(master) == 0, let name = ptsname(master) else {
            throw Failure(description: "no pseudo-terminal")
        }
        return (master, String(cString: name))
        #else
        // The C library hides its functions for this from Swift; these are the calls behind them (tty_ioctl(4)).
        let master = Glibc.open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
        var locked: Int32 = 0
        var number: UInt32 = 0
        guard master >= 0, ioctl(master, 0x4004_5431, &locked) == 0, ioctl(master, 0x8004_5430, &number) == 0 else {
            throw Failure(description: "no pseudo-terminal")
        }
        return (master, "/dev/pts/\(number)")
        #endif
    }

    /// Everything that was written.
    var text: String { line.output.withLock { String(decoding: $0, as: UTF8.self) } }

    /// What is to be seen.
    var lines: [String] {
        var screen = TerminalScreen(columns: columns)
        screen.show(text)
        return screen.lines
    }

    /// Types.
    func type(_ text: String) {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { write(line.master, $0.baseAddress, $0.count) }
            if count <= 0 { return }
            bytes = bytes.dropFirst(count)
        }
    }

    /// Closes the terminal, as closing a window does.
    func hangUp() { line.isHungUp.withLock { $0 = true } }

    /// Whether the program is gone.
    var hasEnded: Bool { line.ended.withLock { $0 != nil } }

    /// The processor time that the program took, once it has ended.
    var processorSeconds: Double? { line.ended.withLock { $0?.seconds } }

    /// Sends the program a signal.
    func signal(_ number: Int32) { kill(process, number) }

    /// Types a line and waits for the prompt behind what it does.
    func enter(_ line: String) async throws {
        func prompts(_ lines: [String]) -> Int { lines.count { $0.hasPrefix("video>") } }
        let before = prompts(lines)
        type(line + "\r")
        try await wait("\(line) to be through") { $0.last == "video>" && prompts($0) > before }
    }

    /// Waits for the prompt that follows the last command, because text that is typed before it is not shown.
    func waitForPrompt() async throws {
        try await wait("a fresh prompt") { $0.last == "video>" }
    }

    /// How the terminal treats what is typed and written now.
    func settings() throws -> [tcflag_t] { try Self.settings(of: line.master) }

    private static func settings(of master: Int32) throws -> [tcflag_t] {
        var settings = termios()
        guard tcgetattr(master, &settings) == 0 else { throw Failure(description: "no settings") }
        return [settings.c_lflag, settings.c_iflag, settings.c_oflag]
    }

    /// Makes the window narrower or wider.
    func resize(to columns: Int) { Self.resize(line.master, columns) }

    private static func resize(_ master: Int32, _ columns: Int) {
        var size = winsize(ws_row: 40, ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
        _ = ioctl(master, UInt(TIOCSWINSZ), &size)
    }

    /// Waits until something is to be seen. A real process has no clock that could be set, so this looks again
    /// after a moment, and gives up in the end.
    func wait(_ what: String, seconds: Int = 120, until isThere: ([String]) -> Bool) async throws {
        var seen = -1
        for _ in 0..<(seconds * 50) {
            let count = line.output.withLock { $0.count }
            if count != seen {
                seen = count
                if isThere(lines) { return }
            }
            // A real wait: the process runs by the machine's clock.
            try await Task.sleep(for: .milliseconds(20))
        }
        throw Failure(description: "waited for \(what), and saw:\n\(lines.joined(separator: "\n"))")
    }

    /// Waits until a text is to be seen.
    func wait(for text: String, times: Int = 1, seconds: Int = 120) async throws {
        try await wait(text, seconds: seconds) { lines in
            lines.reduce(0) { $0 + $1.ranges(of: text).count } >= times
        }
    }

    /// Waits for the end.
    /// - Returns: the exit code, or 128 plus the signal that ended the program.
    func exitCode(seconds: Int = 120) async throws -> Int32 {
        for _ in 0..<(seconds * 50) {
            if let end = line.ended.withLock({ $0 }) { return REPLProcess.code(end.status) }
            // A real wait: the process runs by the machine's clock.
            try await Task.sleep(for: .milliseconds(20))
        }
        throw Failure(description: "it did not end; it shows:\n\(lines.joined(separator: "\n"))")
    }
}

private func systemRead(_ descriptor: Int32, _ bytes: UnsafeMutableRawPointer, _ count: Int) -> Int {
    read(descriptor, bytes, count)
}

private func systemClose(_ descriptor: Int32) { close(descriptor) }
