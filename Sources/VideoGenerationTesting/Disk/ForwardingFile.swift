package import VideoGeneration

/// A file that forwards every call to another file, except for the methods that it implements itself.
package protocol ForwardingFile: DiskFile {
    var file: any DiskFile { get }
}

extension ForwardingFile {
    package func size() throws -> Int64 { try file.size() }
    package var isLinked: Bool { get throws { try file.isLinked } }
    package func read(at offset: Int64, count: Int) throws -> [UInt8] { try file.read(at: offset, count: count) }
    package func write(_ bytes: UnsafeRawBufferPointer, at offset: Int64) throws { try file.write(bytes, at: offset) }
    package func truncate(to size: Int64) throws { try file.truncate(to: size) }
    package func sync() throws { try file.sync() }
    package func tryLock() throws -> Bool { try file.tryLock() }
    package func close() { file.close() }
}
