import Foundation

/// The loopback server, in a process of its own, until whoever started it closes its input.
struct ServeWorkload: Workload {
    let name = "serve"

    func run(_ arguments: [String]) async throws {
        let numbers = arguments.compactMap { Int($0) }
        guard numbers.count == 2 else { throw BenchmarkError("serve wants the number of polls and a size.") }
        let server = try LoopbackServer(LoopbackRoutes(polls: numbers[0], contentSize: numbers[1]))
        print(server.port)
        fflush(nil)
        let thread = Thread { server.run() }
        thread.start()
        _ = try FileHandle.standardInput.readToEnd()
    }
}

/// A server that runs while somebody holds it.
final class RunningServer {
    /// `http://127.0.0.1:port`
    let address: String
    private let program: Program

    init(polls: Int = 0, contentSize: Int = 1 << 20) throws {
        program = try ServeWorkload().start(["\(polls)", "\(contentSize)"])
        address = "http://127.0.0.1:\(program.readLine())"
    }

    deinit { _ = try? program.wait() }
}
