import VideoPlatform

extension VideoError {
    /// Creates the error for a failed call of the file system.
    /// - Parameter action: the action that failed, as in "write the journal".
    init(storage error: DiskError, doing action: String) {
        self.init(
            .storageFailed,
            "Cannot \(action): \(error.path): \(error.reason).",
            advice: error.errno == ENOSPC || error.errno == EDQUOT ? "Free some disk space, and try again." : nil
        )
    }

    /// Runs work on a disk, and throws each of its errors as a ``VideoError``.
    static func storing<Value: ~Copyable>(
        _ action: String,
        _ work: () throws -> Value
    ) throws(VideoError) -> Value {
        do { return try work() } catch let error as DiskError {
            throw VideoError(storage: error, doing: action)
        } catch let error as VideoError {
            throw error
        } catch {
            throw VideoError(.storageFailed, "Cannot \(action): \(error).")
        }
    }
}
