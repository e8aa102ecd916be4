import Foundation
import TestSupport
import Testing
import VideoGenerationTesting

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

@Suite("A preview image never delays or breaks a command", .ownThread, .timeLimit(.minutes(20)))
struct PreviewImageLimitTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// Returns a terminal that shows pictures, with a script in place of ffmpeg.
    private func terminal(_ ffmpeg: String) throws -> Terminal {
        let bin = folder.path + "/bin"
        try FileManager.default.createDirectory(atPath: bin, withIntermediateDirectories: true)
        // A program that another test starts meanwhile would inherit the descriptor without O_CLOEXEC. The system does not
        // run a file that is still open for writing.
        let file = open(bin + "/ffmpeg", O_WRONLY | O_CREAT | O_CLOEXEC, 0o700)
        try FileHandle(fileDescriptor: file, closeOnDealloc: true).write(
            contentsOf: Data("#!/bin/sh\n\(ffmpeg)\n".utf8)
        )
        return try Terminal(
            ["generate", "a boat", "--output", "boat.mp4"],
            state: folder.path + "/state",
            environment: ["TERM": "xterm-kitty", "PATH": bin + ":/usr/bin:/bin"],
            folder: folder.path
        )
    }

    @Test("A picture that is too large is left out, and not sent as a part", arguments: [4 << 20, 4 << 20 + 1])
    func large(bytes: Int) async throws {
        let terminal = try terminal("head -c \(bytes) /dev/zero")
        #expect(try await terminal.exitCode() == 0)
        #expect(terminal.text.contains("\u{1B}_G") == (bytes == 4 << 20))
    }

    @Test("A signal ends the waiting for an ffmpeg that hangs")
    func hanging() async throws {
        let terminal = try terminal("echo hangs >/dev/tty; exec sleep 600")
        try await terminal.wait(for: "hangs")
        terminal.signal(SIGINT)
        #expect(try await terminal.exitCode() == 0)
        #expect(terminal.lines.contains { $0.hasPrefix("SHA-256") })
    }
}
