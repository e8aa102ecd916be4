import VideoPlatform

/// The loopback server, in a process of its own, until whoever started it closes its input.
package struct ServeWorkload: Workload {
    package let name = "serve"

    package init() {}

    package func run(_ arguments: [String]) async throws {
        let numbers = arguments.compactMap { Int($0) }
        guard numbers.count == 2 else { throw BenchmarkError("serve wants the number of polls and a size.") }
        let server = try LoopbackServer(LoopbackRoutes(polls: numbers[0], contentSize: numbers[1]))
        say("\(server.port)")
        DetachedThread.start { server.run() }
        while getchar() != EOF {}
    }
}
