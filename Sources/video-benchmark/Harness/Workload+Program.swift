import Foundation
import VideoWorkloads

extension Workload {
    /// Starts this workload in a separate process.
    func start(_ arguments: [String]) throws -> Program {
        try Program(try Program.beside("video-workload"), [name] + arguments)
    }

    /// Runs this workload in a separate process.
    /// - Returns: The usage that the process measured itself, which excludes its start and end.
    func measure(_ arguments: [String]) throws -> Usage {
        try Program.measure(try Program.beside("video-workload"), [name] + arguments)
    }
}
