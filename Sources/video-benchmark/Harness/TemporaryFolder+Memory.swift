import Foundation
import VideoGenerationTesting

extension TemporaryFolder {
    /// Creates a folder in the memory-backed folder of Linux, or in the system's temporary folder if there is none.
    static func inMemory() throws -> TemporaryFolder {
        let memory = "/dev/shm"
        return FileManager.default.isWritableFile(atPath: memory)
            ? try TemporaryFolder(in: memory) : try TemporaryFolder()
    }
}
