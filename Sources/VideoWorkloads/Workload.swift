import VideoPlatform

/// Work that the benchmark wants in a process of its own: `video-workload NAME …`.
package protocol Workload: Sendable {
    /// The name on the command line.
    var name: String { get }
    /// Does it, and prints what it took with ``Workload/report(_:)``.
    func run(_ arguments: [String]) async throws
}

extension Workload {
    /// Hands what the work took to the benchmark that started it.
    package func report(_ usage: Usage) throws {
        say(String(decoding: try JSONEncoder().encode(usage), as: UTF8.self))
    }

    /// Writes a line that the benchmark reads.
    func say(_ line: String) {
        let text = line + "\n"
        _ = write(STDOUT_FILENO, text, text.utf8.count)
    }
}
