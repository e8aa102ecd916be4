import VideoGeneration
import VideoPlatform

/// The entries of a spool that could not be given to the database.
struct SpoolRest: Sendable {
    let folder: String
    /// Whether another caller gives the entries to the database at this moment.
    var isBusy = false
    /// The number of entries that the database has not taken yet.
    var waiting = 0
    /// Why the last of them was not taken.
    var reason: VideoError?
    /// The number of entries of other databases, by the ID of the database.
    var foreign: [String: Int] = [:]
    /// The files that cannot be read.
    var unreadable: [String] = []

    var isEmpty: Bool { waiting == 0 && foreign.isEmpty && unreadable.isEmpty }

    /// Why nothing may be sent; nil if there is no reason.
    var obstacle: VideoError? {
        if isBusy {
            return VideoError(
                .busy,
                "The IDs in \(folder) are being recorded.",
                advice: "Nothing was sent. Try again in a moment.",
                isTransient: true
            )
        }
        if waiting > 0 {
            return VideoError(
                .storageFailed,
                "\(folder) holds the IDs of \(waiting.sendings), which the database has not recorded yet. "
                    + (reason?.message ?? ""),
                advice: "Nothing more was sent. They are recorded as soon as the database takes them.",
                isTransient: true
            )
        }
        if let (database, count) = foreign.min(by: { $0.key < $1.key }) {
            return VideoError(
                .storageFailed,
                "\(folder) holds the IDs of \(count.sendings) for another database, "
                    + "\(Redaction.singleLine(database, limit: 40)).",
                advice:
                    "Nothing was sent, and nothing was changed. Use this folder with that database once, so that they "
                    + "are recorded there, or move the files to another folder."
            )
        }
        if let name = unreadable.first {
            return VideoError(
                .storageFailed,
                "\(folder)/\(Redaction.singleLine(name, limit: 80)) cannot be read. It may name a video that was bought.",
                advice: "Nothing was sent. Update this program, or move the file to another folder."
            )
        }
        return nil
    }
}

extension Int {
    fileprivate var sendings: String { self == 1 ? "1 request that was sent" : "\(self) requests that were sent" }
}
