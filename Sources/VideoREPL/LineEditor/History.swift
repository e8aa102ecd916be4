import Synchronization
import VideoGeneration

/// The commands of earlier sessions, in a file in the state folder. A line that may contain a key is not kept.
final class History: Sendable {
    private static let limit = 1000
    private let path: String
    private let disk: any Disk
    /// The values of the environment variables that hold keys.
    private let secrets: [String]
    private let kept: Mutex<[String]>

    init(path: String, disk: any Disk, secrets: [String]) {
        self.path = path
        self.disk = disk
        self.secrets = secrets.filter { $0.count >= 4 }
        kept = Mutex(Self.read(path, disk))
    }

    /// The commands, oldest first.
    var entries: [String] { kept.withLock { $0 } }

    /// Adds a command and writes the file. A failed write is not an error, because the history is only a convenience.
    /// - Returns: `false` if the command is not kept.
    func add(_ command: String) -> Bool {
        let isKept = kept.withLock { entries in
            guard !command.isEmpty, !holdsKey(command), entries.last != command else { return false }
            entries.append(command)
            if entries.count > Self.limit { entries.removeFirst(entries.count - Self.limit) }
            return true
        }
        if isKept { write() }
        return isKept
    }

    /// Returns whether a text contains a known key, or text that looks like a key.
    func holdsKey(_ text: String) -> Bool {
        secrets.contains { text.contains($0) }
            // The password of a database.
            || text.contains(#/:\/\/[^\s\/@:]*:[^\s@]+@|\bpassword\s*=/#)
            || text.contains(#/(?i)\b(bearer\s|sk-|key-|eyJ)[A-Za-z0-9_\-.]{8,}/#)
            || text.matches(of: #/[A-Za-z0-9]{24,}/#).contains { match in
                match.output.contains(where: \.isNumber) && match.output.contains(where: \.isLetter)
            }
    }

    private func write() {
        let lines = kept.withLock { $0 }.map { $0.replacing("\\", with: "\\\\").replacing("\n", with: "\\n") }
        let temporary = path + ".new"
        do {
            try disk.remove(temporary)
            let file = try disk.open(temporary, .create)
            defer { file.close() }
            try file.write(Array((lines.joined(separator: "\n") + "\n").utf8), at: 0)
            try disk.move(temporary, to: path, replacing: true)
        } catch {
            try? disk.remove(temporary)
        }
    }

    private static func read(_ path: String, _ disk: any Disk) -> [String] {
        guard let bytes = try? UserFile.bytes(path, what: "", disk) else { return [] }
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n").suffix(limit).map(unescaped)
    }

    private static func unescaped(_ line: Substring) -> String {
        var text = ""
        var isEscaped = false
        for character in line {
            if isEscaped {
                text.append(character == "n" ? "\n" : character)
                isEscaped = false
            } else if character == "\\" {
                isEscaped = true
            } else {
                text.append(character)
            }
        }
        return text
    }
}
