import Synchronization
import VideoGeneration
import VideoPlatform

/// The file with one line for each row of a batch.
///
/// It is replaced as a whole, so that it always holds every row, also after a crash. It says what the journal says, and
/// a later run of the batch writes it anew from the journal.
final class BatchResults: Sendable {
    private static let columns = [
        "row", "label", "state", "path", "sha256", "charge", "estimate", "reason", "id", "taskID", "provider", "model",
    ]

    let path: String
    private let isJSON: Bool
    private let disk: any Disk
    private let clock: any EngineClock
    private let state = Mutex(State())

    private struct State {
        /// The time before which the file is not written again.
        var next: Duration = .zero
        var failure: DiskError?
    }

    /// Creates the results of a batch file.
    /// - Parameter path: the absolute path. The suffix `.jsonl` selects JSON lines instead of CSV.
    init(path: String, disk: any Disk, clock: any EngineClock) {
        self.path = path
        self.disk = disk
        self.clock = clock
        isJSON = path.hasSuffix(".jsonl")
    }

    /// The error of the last write; nil if it succeeded.
    var failure: DiskError? { state.withLock { $0.failure } }

    /// Checks that an existing file at the path is a results file, which may be replaced.
    /// - Throws: ``VideoError`` with code `usage` if it is another file, or cannot be read.
    func checkReplaceable() throws {
        do {
            guard try disk.size(of: path) != nil else { return }
            let file = try disk.open(path, .read)
            defer { file.close() }
            let beginning = try file.read(at: 0, count: 256)
            let expected = isJSON ? Array(#"{"row":"#.utf8) : Array(Self.columns.joined(separator: ",").utf8)
            guard beginning.isEmpty || beginning.starts(with: expected) else {
                throw VideoError.usage(
                    "\(path) already exists, and is not the results of a batch.",
                    "Nothing was sent. Give --results PATH."
                )
            }
        } catch let error as DiskError {
            throw VideoError.usage("\(path) cannot be used for the results: \(error.reason).", "Nothing was sent.")
        }
    }

    /// Whether the last write is a second ago. A long file is written less often, so that writing takes at most a tenth
    /// of the time.
    var isDue: Bool { state.withLock { $0.next <= clock.uptime } }

    /// Writes the file. An error is kept in ``failure``, because the journal has the tasks, and the next write may
    /// succeed.
    func write(_ lines: [(BatchRow, BatchOutcome)]) {
        let start = clock.uptime
        var failure: DiskError?
        do { try disk.replace(path, with: bytes(lines)) } catch {
            failure = error as? DiskError ?? DiskError(errno: EIO, operation: "write", path: path)
        }
        let end = clock.uptime
        state.withLock {
            $0.failure = failure
            $0.next = end + max(.seconds(1), (end - start) * 10)
        }
    }

    /// Writes the file for the last time, and makes it survive a power loss.
    func finish(_ lines: [(BatchRow, BatchOutcome)]) {
        write(lines)
        guard failure == nil else { return }
        try? disk.syncFolder(path.split(separator: "/").dropLast().reduce("") { "\($0)/\($1)" })
    }

    private func bytes(_ lines: [(BatchRow, BatchOutcome)]) -> [UInt8] {
        var bytes: [UInt8] = isJSON ? [] : Array((Self.columns.joined(separator: ",") + "\r\n").utf8)
        for (row, outcome) in lines {
            let values = Self.values(row, outcome)
            if isJSON {
                var object = JSONObject()
                for (name, value) in zip(Self.columns, values) {
                    object[name] = name == "row" ? .number(value) : value.isEmpty ? .null : .string(value)
                }
                bytes += JSONValue.object(object).bytes + [UInt8(ascii: "\n")]
            } else {
                bytes += (values.map(CSVText.field).joined(separator: ",") + "\r\n").utf8
            }
        }
        return bytes
    }

    /// Returns the values of a line, in the order of the columns.
    private static func values(_ row: BatchRow, _ outcome: BatchOutcome) -> [String] {
        let task = outcome.task
        let isStored = outcome.phase == .stored
        return [
            "\(row.number)", row.label, outcome.state, (isStored ? task?.file?.path : nil) ?? "",
            (isStored ? task?.file?.sha256 : nil) ?? "",
            task?.charge.map { Redaction.singleLine("\($0)", limit: 120) } ?? "", task?.cost.map { "\($0)" } ?? "",
            unexecuted(outcome.reason), task?.id.rawValue ?? "",
            task?.remote.map { Redaction.singleLine($0.id, limit: 200) } ?? "",
            task?.provider.id ?? "", task?.model.map { Redaction.singleLine($0, limit: 80) } ?? "",
        ]
    }

    /// Returns a text that no spreadsheet takes for a formula. A reason can begin with a provider's own words.
    private static func unexecuted(_ text: String) -> String {
        text.first.map { "=+-@".contains($0) } ?? false ? "'" + text : text
    }
}
