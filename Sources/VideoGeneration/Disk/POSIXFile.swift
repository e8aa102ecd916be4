import VideoPlatform

/// An open file descriptor. Not synchronized: the file's lock ensures that there is only one writer at a time.
final class POSIXFile: DiskFile {
    private let descriptor: Int32
    private let path: String

    init(_ descriptor: Int32, path: String) {
        self.descriptor = descriptor
        self.path = path
    }

    deinit { SystemCall.close(descriptor) }

    private var status: stat {
        get throws {
            var info = stat()
            _ = try SystemCall.retrying("fstat", path) { fstat(descriptor, &info) }
            return info
        }
    }

    /// The error if the descriptor isn't a regular file, or nil if it is.
    var refusal: DiskError? { get throws { DiskError(notRegular: try status.format, path) } }

    func size() throws -> Int64 { Int64(try status.st_size) }

    /// Whether the path still leads to this file.
    var isLinked: Bool {
        get throws {
            let mine = try status
            var named = stat()
            return lstat(path, &named) == 0 && mine.st_dev == named.st_dev && mine.st_ino == named.st_ino
        }
    }

    func read(at offset: Int64, count: Int) throws -> [UInt8] {
        // An array with capacity 0 is the shared empty array of the process, and the initializer would write to its
        // count.
        guard count > 0 else { return [] }
        return try [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            while filled < count {
                let done = try SystemCall.retrying("read", path) {
                    pread(
                        descriptor,
                        buffer.baseAddress?.advanced(by: filled),
                        count - filled,
                        off_t(offset) + off_t(filled)
                    )
                }
                if done == 0 { break }
                filled += done
            }
        }
    }

    func write(_ bytes: UnsafeRawBufferPointer, at offset: Int64) throws {
        var written = 0
        while written < bytes.count {
            written += try SystemCall.retrying("write", path) {
                pwrite(
                    descriptor,
                    bytes.baseAddress?.advanced(by: written),
                    bytes.count - written,
                    off_t(offset) + off_t(written)
                )
            }
        }
    }

    func truncate(to size: Int64) throws {
        _ = try SystemCall.retrying("ftruncate", path) { ftruncate(descriptor, off_t(size)) }
    }

    func sync() throws { _ = try SystemCall.retrying("fsync", path) { SystemCall.synchronize(descriptor) } }

    func tryLock() throws -> Bool {
        do {
            _ = try SystemCall.retrying("flock", path) { flock(descriptor, LOCK_EX | LOCK_NB) }
        } catch let error as DiskError where error.errno == EWOULDBLOCK {
            return false
        }
        if try isLinked { return true }
        _ = flock(descriptor, LOCK_UN)
        return false
    }

    func close() { _ = flock(descriptor, LOCK_UN) }
}
