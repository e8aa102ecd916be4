import VideoPlatform

/// The labels of a journal's tasks: one small file for each label, which names the task.
///
/// A label is claimed under the lock of its file, before the task exists. A claim that names a task without a file is
/// void: its owner ended before it created the task. The claim is durable before the task is sent. The last complete
/// line of a file counts, so that a torn write never frees a label.
struct LabelRecords: Sendable {
    private let journalFolder: String
    private let folder: String
    private let disk: any Disk
    private let clock: any EngineClock

    init(journalFolder: String, disk: any Disk, clock: any EngineClock) {
        self.journalFolder = journalFolder
        folder = journalFolder + "/labels"
        self.disk = disk
        self.clock = clock
    }

    /// A label's file, locked by the caller.
    struct Locked {
        /// The record; nil if the label is free.
        let record: LabelRecord?
        fileprivate let file: any DiskFile

        /// Appends a record. It is durable after ``LabelRecords/sync(_:)``.
        func write(_ record: LabelRecord) throws {
            let end = try file.size()
            do { try file.write(LabelRecords.line(of: record), at: end) } catch {
                try? file.truncate(to: end)
                throw error
            }
        }

        func close() { file.close() }
    }

    /// Locks a label's file, and creates the file if there is none.
    /// - Throws: ``VideoError`` with code `busy` or `storageFailed`; `CancellationError`.
    func lock(_ label: TaskLabel) async throws -> Locked {
        do {
            let file = try await disk.lockedFile(within: .seconds(10), on: clock) { try open(label) }
            guard let file else {
                throw VideoError(
                    .busy,
                    "Another process uses the label “\(label.text)”.",
                    advice: "Nothing was sent. Try again in a moment."
                )
            }
            return Locked(record: try read(file, label), file: file)
        } catch let error as DiskError {
            throw VideoError(storage: error, doing: "lock a label")
        }
    }

    /// Returns the record of a label; nil if the label is free.
    func record(of label: TaskLabel) throws(VideoError) -> LabelRecord? {
        try VideoError.storing("read a label") {
            do {
                let file = try disk.open(path(label), .read)
                defer { file.close() }
                return try read(file, label)
            } catch let error as DiskError where error.errno == ENOENT {
                return nil
            }
        }
    }

    /// Makes the record of a label durable.
    func sync(_ locked: Locked) throws(VideoError) {
        try VideoError.storing("keep a label") {
            try locked.file.sync()
            try disk.syncFolder(folder)
            try disk.syncFolder(journalFolder)
        }
    }

    /// Removes the record of a label, which the caller has locked.
    func forget(_ label: TaskLabel) throws { try disk.remove(path(label)) }

    /// Returns all records.
    func all() throws(VideoError) -> [LabelRecord] {
        try VideoError.storing("read the labels") {
            guard try disk.entry(at: folder, followingLinks: false) != nil else { return [] }
            return try disk.names(in: folder).sorted().compactMap { name in
                let file = try disk.open("\(folder)/\(name)", .read)
                defer { file.close() }
                return try Self.last(in: bytes(of: file))
            }
        }
    }

    // MARK: - Files

    /// The bytes at the end of a file that are read: more than a record with a pruned task has.
    private static let longestRecord: Int64 = 1 << 20

    private func path(_ label: TaskLabel) -> String { "\(folder)/\(label.fileName)" }

    private func open(_ label: TaskLabel) throws -> any DiskFile {
        do { return try disk.open(path(label), .update) } catch let error as DiskError where error.errno == ENOENT {
            try disk.makePrivateFolder(folder)
            return try disk.open(path(label), .update)
        }
    }

    private func bytes(of file: any DiskFile) throws -> [UInt8] {
        let size = try file.size()
        let count = min(size, Self.longestRecord)
        return try file.read(at: size - count, count: Int(count))
    }

    /// Reads a record. A file without a complete record belongs to a process that ended while it claimed the label, and
    /// had sent nothing.
    private func read(_ file: any DiskFile, _ label: TaskLabel) throws -> LabelRecord? {
        let record = try Self.last(in: bytes(of: file))
        return record.flatMap { $0.label.utf8.elementsEqual(label.text.utf8) ? $0 : nil }
    }

    private static func last(in bytes: [UInt8]) throws -> LabelRecord? {
        bytes.split(separator: UInt8(ascii: "\n")).reversed().lazy.compactMap { line in
            try? JSONDecoder().decode(LabelRecord.self, from: Data(line))
        }.first
    }

    fileprivate static func line(of record: LabelRecord) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Begins on a new line, even after one that a full disk left incomplete.
        return [UInt8(ascii: "\n")] + Array(try encoder.encode(record)) + [UInt8(ascii: "\n")]
    }
}
