import Foundation

/// Work that a benchmark wants in a process of its own: `video-benchmark --work NAME …`.
protocol Workload: Sendable {
    /// The name behind `--work`.
    var name: String { get }
    /// Does it, and prints what it took with ``Workload/report(_:)``.
    func run(_ arguments: [String]) async throws
}

extension Workload {
    /// Hands what the work took to the benchmark that started it.
    func report(_ usage: Usage) throws {
        print(String(decoding: try JSONEncoder().encode(usage), as: UTF8.self))
    }

    /// Starts this program again, for this work.
    func start(_ arguments: [String]) throws -> Program {
        guard let path = Bundle.main.executablePath else {
            throw BenchmarkError("This program does not know its path.")
        }
        return try Program(path, ["--work", name] + arguments)
    }

    /// Does the work in a process of its own.
    /// - Returns: what it took, by its own account: without starting and ending the process.
    func measure(_ arguments: [String]) throws -> Usage {
        let program = try start(arguments)
        let output = program.readAll()
        _ = try program.wait()
        return try JSONDecoder().decode(Usage.self, from: Data(output.utf8))
    }
}
