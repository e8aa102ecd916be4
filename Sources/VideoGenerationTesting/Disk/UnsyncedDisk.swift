package import VideoGeneration

/// The system's disk without any sync. Use it to create a large journal quickly before a test or a measurement.
package struct UnsyncedDisk: ForwardingDisk {
    package let disk = POSIXDisk()

    package init() {}

    package func open(_ path: String, _ mode: DiskOpenMode) throws -> any DiskFile {
        File(file: try disk.open(path, mode))
    }
    package func syncFolder(_ path: String) throws {}

    private final class File: ForwardingFile {
        let file: any DiskFile
        init(file: any DiskFile) { self.file = file }
        func sync() throws {}
    }
}
