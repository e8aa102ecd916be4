import Synchronization

/// The folders in which a file could be made a moment ago.
///
/// Asking makes a file and takes it away again, which is dear where many videos go into one folder: ext4 without a
/// journal of its own looks past every inode that was freed in the last minutes whenever it makes another one. An
/// answer is about the moment of the question anyway, and so it holds for a second.
final class WritableFolders: Sendable {
    private static let validity = Duration.seconds(1)
    private let answers = Mutex<[String: Duration]>([:])

    /// Makes sure that files can be made in a folder; a refusal is not remembered.
    /// - Throws: ``DiskError``
    func check(_ folder: String, on disk: any Disk, at now: Duration) throws {
        if let last = answers.withLock({ $0[folder] }), now - last < Self.validity { return }
        try disk.checkWritable(folder)
        answers.withLock { answers in
            answers = answers.filter { now - $0.value < Self.validity }
            answers[folder] = now
        }
    }
}
