public import VideoPlatform

/// One line of a task's journal: what happened, and where the task stood after it.
public struct JournalEntry: Sendable, Hashable {
    /// What happened. An open set: an entry of a newer version is kept, and its event shown as it is.
    public struct Event: RawRepresentable, Sendable, Hashable, Codable, CustomStringConvertible {
        /// The word in the journal.
        public let rawValue: String
        /// Takes a word.
        public init(rawValue: String) { self.rawValue = rawValue }
        /// The word.
        public var description: String { rawValue }

        /// The wish was written down.
        public static let intent = Event(rawValue: "intent")
        /// The task came from another process.
        public static let adopted = Event(rawValue: "adopted")
        /// The purchase is about to be sent; on disk before the first byte leaves.
        public static let submitting = Event(rawValue: "submitting")
        /// The provider took it; on disk before the caller hears of it.
        public static let accepted = Event(rawValue: "accepted")
        /// The provider gave the id of an earlier task.
        public static let duplicateID = Event(rawValue: "duplicateID")
        /// The provider said no, or nothing could be sent.
        public static let refused = Event(rawValue: "refused")
        /// No answer came.
        public static let outcomeUnknown = Event(rawValue: "outcomeUnknown")
        /// The process ended in the middle of a purchase, which was noticed later.
        public static let recovered = Event(rawValue: "recovered")
        /// Somebody said, or the provider's list showed, what became of an unknown purchase.
        public static let resolved = Event(rawValue: "resolved")
        /// The provider told a new state.
        public static let status = Event(rawValue: "status")
        /// The provider charges for a question about the task.
        public static let charged = Event(rawValue: "charged")
        /// A download began.
        public static let downloading = Event(rawValue: "downloading")
        /// All bytes are there and agree; on disk before the file gets its name.
        public static let verified = Event(rawValue: "verified")
        /// The file is in its place.
        public static let stored = Event(rawValue: "stored")
        /// The wish to cancel was answered.
        public static let cancelled = Event(rawValue: "cancelled")
        /// The video is gone at the provider.
        public static let expired = Event(rawValue: "expired")
    }

    /// 1, 2, 3 … : the order of things, whatever the wall clock said.
    public let sequence: Int
    /// When, by the wall clock.
    public let at: Date
    /// What happened.
    public let event: Event
    /// What an exchange answered, in words.
    public let note: String?
    /// Where the task stood after it.
    public var state: VideoTask.State { standing.state }

    let standing: VideoTask.MutableFields
    /// The whole task, in the first entry, and in that of a recovery: the process that ended may have ended because
    /// its sync failed, and no later sync writes what a failed one took for written.
    let task: VideoTask?
}

extension JournalEntry: Codable {}
