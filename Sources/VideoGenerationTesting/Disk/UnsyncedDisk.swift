package import VideoGeneration

/// The machine's disk without any sync: for making a large journal quickly, before anything is tested or measured.
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
