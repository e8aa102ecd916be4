import Foundation
import VideoWorkloads

extension Workload {
    /// Starts this workload in a separate process.
    func start(_ arguments: [String]) throws -> MeasuredProcess {
        try MeasuredProcess(try MeasuredProcess.beside("video-workload"), [name] + arguments)
    }

    /// Runs this workload in a separate process.
    /// - Returns: The usage that the process measured itself, which excludes its start and end.
    func measure(_ arguments: [String]) throws -> ResourceUsage {
        try MeasuredProcess.measure(try MeasuredProcess.beside("video-workload"), [name] + arguments)
    }
}
