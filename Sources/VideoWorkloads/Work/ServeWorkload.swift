import LoopbackHTTP
import VideoPlatform

/// Runs the loopback server until the parent process closes its input: `serve POLLS SIZE`.
package struct ServeWorkload: Workload {
    package let name = "serve"

    package init() {}

    package func run(_ arguments: [String]) async throws {
        let numbers = arguments.compactMap { Int($0) }
        guard numbers.count == 2 else { throw BenchmarkError("Usage: serve POLLS SIZE") }
        let routes = BenchmarkRoutes(polls: numbers[0], contentSize: numbers[1])
        let listener = try LoopbackListener()
        listener.start(routes.serve)
        say("\(listener.port)")
        while getchar() != EOF {}
    }
}
