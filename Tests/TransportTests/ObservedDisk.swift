import VideoGenerationTesting

@testable import VideoGeneration
@testable import VideoGenerationCore

/// The machine's disk, which tells of calls just before it makes them.
final class ObservedDisk: ForwardingDisk {
    /// What is about to happen, and to which path.
    enum Call {
        case read(String, count: Int)
        case write(String)
        case sync(String)
    }

    let disk = POSIXDisk()
    private let observe: @Sendable (Call) -> Void

    init(_ observe: @escaping @Sendable (Call) -> Void) { self.observe = observe }

    func open(_ path: String, _ mode: DiskOpenMode) throws -> any DiskFile {
        File(file: try disk.open(path, mode), path: path, observe: observe)
    }

    func syncFolder(_ path: String) throws {
        observe(.sync(path))
        try disk.syncFolder(path)
    }

    private final class File: ForwardingFile {
        let file: any DiskFile
        private let path: String
        private let observe: @Sendable (Call) -> Void

        init(file: any DiskFile, path: String, observe: @escaping @Sendable (Call) -> Void) {
            self.file = file
            self.path = path
            self.observe = observe
        }

        func read(at offset: Int64, count: Int) throws -> [UInt8] {
            observe(.read(path, count: count))
            return try file.read(at: offset, count: count)
        }

        func write(_ bytes: UnsafeRawBufferPointer, at offset: Int64) throws {
            observe(.write(path))
            try file.write(bytes, at: offset)
        }

        func sync() throws {
            observe(.sync(path))
            try file.sync()
        }
    }
}
