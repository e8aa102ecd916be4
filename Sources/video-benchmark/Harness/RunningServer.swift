import VideoWorkloads

/// A loopback server in a child process that runs until this object is deallocated.
final class RunningServer {
    /// The base address, `http://127.0.0.1:port`.
    let address: String
    let port: String
    private let program: MeasuredProcess

    init(polls: Int = 0, contentSize: Int = 1 << 20) throws {
        program = try ServeWorkload().start(["\(polls)", "\(contentSize)"])
        port = program.readLine()
        address = "http://127.0.0.1:\(port)"
    }

    deinit { _ = try? program.wait() }
}
