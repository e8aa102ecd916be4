import VideoPlatform

/// Work that a benchmark runs in a separate process: `video-workload NAME …`.
package protocol Workload: Sendable {
    /// The name of the workload on the command line.
    var name: String { get }
    /// Does the work and prints its usage with ``Workload/report(_:)``.
    func run(_ arguments: [String]) async throws
}

extension Workload {
    /// Prints the usage of the work for the benchmark that started it.
    package func report(_ usage: ResourceUsage) throws {
        say(String(decoding: try JSONEncoder().encode(usage), as: UTF8.self))
    }

    /// Writes a line to standard output for the benchmark.
    func say(_ line: String) {
        let text = line + "\n"
        _ = write(STDOUT_FILENO, text, text.utf8.count)
    }
}
