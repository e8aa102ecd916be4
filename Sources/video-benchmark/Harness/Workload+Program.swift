import Foundation
import VideoWorkloads

extension Workload {
    /// Starts the program that does this work.
    func start(_ arguments: [String]) throws -> Program {
        try Program(try Program.beside("video-workload"), [name] + arguments)
    }

    /// Does the work in a process of its own.
    /// - Returns: what it took, by its own account: without starting and ending the process.
    func measure(_ arguments: [String]) throws -> Usage {
        try Program.measure(try Program.beside("video-workload"), [name] + arguments)
    }
}
