import Synchronization
import VideoGeneration
import VideoGenerationTesting

/// A disk whose calls are counted from a moment on, and which fails at one of them or from it on.
final class StepDisk: ForwardingDisk {
    private struct State {
        var isArmed = false
        var step = 0
        var isHit = false
    }

    let disk = UnsyncedDisk()
    private let failing: Int
    private let isLasting: Bool
    private let state = Mutex(State())

    /// - Parameters:
    ///   - failing: the number of the call that fails, from 0.
    ///   - isLasting: whether every call after it fails as well, as on a full disk.
    init(failing: Int, isLasting: Bool) {
        self.failing = failing
        self.isLasting = isLasting
    }

    /// Starts to count.
    func arm() { state.withLock { $0.isArmed = true } }
    /// Ends the trouble.
    func repair() { state.withLock { $0.isArmed = false } }
    /// Whether the call was reached.
    var isHit: Bool { state.withLock { $0.isHit } }

    func check(_ operation: String, _ path: String) throws {
        let fails = state.withLock { state in
            guard state.isArmed else { return false }
            defer { state.step += 1 }
            let fails = isLasting ? state.step >= failing : state.step == failing
            if fails { state.isHit = true }
            return fails
        }
        if fails { throw DiskError(errno: 28, operation: operation, path: path) }
    }

    func open(_ path: String, _ mode: DiskOpenMode) throws -> any DiskFile {
        try check("open", path)
        return File(file: try disk.open(path, mode), disk: self, path: path)
    }
    func move(_ path: String, to newPath: String, replacing: Bool) throws {
        try check("rename", path)
        try disk.move(path, to: newPath, replacing: replacing)
    }
    func size(of path: String) throws -> Int64? {
        try check("stat", path)
        return try disk.size(of: path)
    }
    func names(in folder: String) throws -> [String] {
        try check("readdir", folder)
        return try disk.names(in: folder)
    }
    func makeFolder(_ path: String) throws {
        try check("mkdir", path)
        try disk.makeFolder(path)
    }
    func checkWritable(_ folder: String) throws {
        try check("checkWritable", folder)
        try disk.checkWritable(folder)
    }
    func syncFolder(_ path: String) throws { try check("fsync", path) }

    private final class File: ForwardingFile {
        let file: any DiskFile
        private let disk: StepDisk
        private let path: String

        init(file: any DiskFile, disk: StepDisk, path: String) {
            (self.file, self.disk, self.path) = (file, disk, path)
        }

        func size() throws -> Int64 {
            try disk.check("fstat", path)
            return try file.size()
        }
        var isLinked: Bool {
            get throws {
                try disk.check("fstat", path)
                return try file.isLinked
            }
        }
        func read(at offset: Int64, count: Int) throws -> [UInt8] {
            try disk.check("read", path)
            return try file.read(at: offset, count: count)
        }
        func write(_ bytes: UnsafeRawBufferPointer, at offset: Int64) throws {
            try disk.check("write", path)
            try file.write(bytes, at: offset)
        }
        func truncate(to size: Int64) throws {
            try disk.check("ftruncate", path)
            try file.truncate(to: size)
        }
        func sync() throws { try disk.check("fsync", path) }
        func tryLock() throws -> Bool {
            try disk.check("flock", path)
            return try file.tryLock()
        }
    }
}
