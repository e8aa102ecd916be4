import Foundation

extension Process {
    /// How many descriptors this process has open.
    package static func openDescriptors() throws -> Int {
        try FileManager.default.contentsOfDirectory(atPath: "/dev/fd").count
    }

    #if os(Linux)
    /// The memory that this process holds, in KiB.
    package static func memory() throws -> Int? { try memory("VmRSS:") }

    /// The most memory that this process ever held, in KiB.
    package static func highestMemory() throws -> Int? { try memory("VmHWM:") }

    private static func memory(_ name: String) throws -> Int? {
        let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
        return status.split(separator: "\n").first { $0.hasPrefix(name) }.flatMap { Int($0.filter(\.isNumber)) }
    }
    #endif
}
