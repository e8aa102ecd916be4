import VideoGeneration

/// A failed call of the database.
enum PostgresFailure: Error {
    /// The server refused a statement.
    case refused(state: String, message: String)
    /// The connection was lost, and the statement may have run.
    case lost(String)
    /// The connection was lost during COMMIT, and whether the changes were made could not be found out.
    case undecided

    /// Whether the transaction had no effect and may succeed at another time.
    var isConflict: Bool {
        guard case .refused(let state, _) = self else { return false }
        return ["40001", "40P01"].contains(state)
    }

    /// Whether the server has no room or no capacity now, or is a standby that may become the primary server.
    var isPassing: Bool {
        guard case .refused(let state, _) = self else { return isLoss }
        return isLoss || state.hasPrefix("53") || ["25006", "57014", "55P03", "58030"].contains(state)
    }

    /// Whether the statement failed because the connection or the server ended.
    var isLoss: Bool {
        switch self {
        case .lost: true
        case .refused(let state, _): state.hasPrefix("08") || ["57P01", "57P02", "57P03"].contains(state)
        case .undecided: false
        }
    }
}

extension VideoError {
    /// Creates the error for a failed call of the database.
    /// - Parameter action: the action that failed, as in "write the journal".
    init(_ failure: PostgresFailure, doing action: String) {
        self = Self.error(failure, action)
        isTransient = failure.isPassing || failure.isConflict
    }

    private static func error(_ failure: PostgresFailure, _ action: String) -> VideoError {
        switch failure {
        case .refused(let state, let message): refusal(state, message, action)
        case .lost(let reason):
            VideoError(
                .storageFailed,
                "Cannot \(action): the connection to the database was lost. \(reason.asSentence)",
                advice: "Nothing was changed. Try again when the database can be reached."
            )
        case .undecided:
            VideoError(
                .storageFailed,
                "Cannot \(action): the connection to the database was lost while it made the change, and whether it "
                    + "did could not be found out.",
                advice: "Look at the task before you try again."
            )
        }
    }

    private static func refusal(_ state: String, _ message: String, _ action: String) -> VideoError {
        let reason = Redaction.singleLine(message).asSentence
        switch state {
        case "40001", "40P01", "55P03", "57014":
            return VideoError(
                .busy,
                "Cannot \(action): other users of the database kept the record locked.",
                advice: "Nothing was changed. Try again in a moment."
            )
        case "42P01", "42703", "42883", "3F000":
            return VideoError(
                .storageFailed,
                "Cannot \(action): the database has no journal of this version. \(reason)",
                advice: "Run `video-repl store migrate`."
            )
        case "25006":
            return VideoError(
                .storageFailed,
                "Cannot \(action): the database is read-only, as a standby is.",
                advice: "Connect to the primary server."
            )
        case "53100":
            return VideoError(
                .storageFailed,
                "Cannot \(action): the disk of the database is full.",
                advice: "Free some disk space on the server, and try again."
            )
        case "42501":
            return VideoError(
                .storageFailed,
                "Cannot \(action): the user of the database has no permission. \(reason)",
                advice: "Grant the user the permission, or connect as another user."
            )
        default:
            return VideoError(.storageFailed, "Cannot \(action): the database refused it. \(reason)")
        }
    }
}
