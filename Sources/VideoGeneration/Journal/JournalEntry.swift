public import VideoPlatform

/// One line of a task's journal: an event, and the state of the task after it.
public struct JournalEntry: Sendable, Hashable {
    /// The kind of an entry. The set is open: an entry of a newer version is kept and shown with its own word.
    public struct Event: RawRepresentable, Sendable, Hashable, Codable, CustomStringConvertible {
        /// The word in the journal.
        public let rawValue: String
        /// Creates an event from the word in the journal.
        public init(rawValue: String) { self.rawValue = rawValue }
        /// The word in the journal.
        public var description: String { rawValue }

        /// The task was created, and nothing was sent.
        package static let intent = Event(rawValue: "intent")
        /// A task that ended is submitted again, at the request of the caller or of its route.
        package static let attempt = Event(rawValue: "attempt")
        /// The task was added from another journal.
        package static let adopted = Event(rawValue: "adopted")
        /// The request is about to be sent. The entry is durable before the first byte is sent.
        package static let submitting = Event(rawValue: "submitting")
        /// The provider accepted the task. The entry is durable before the caller receives the task.
        package static let accepted = Event(rawValue: "accepted")
        /// The provider gave the ID of an earlier task.
        package static let duplicateID = Event(rawValue: "duplicateID")
        /// The provider refused the task, or the request could not be sent.
        package static let refused = Event(rawValue: "refused")
        /// The request was sent, and its outcome is unknown.
        package static let outcomeUnknown = Event(rawValue: "outcomeUnknown")
        /// The process ended during the submit. The entry was written later, by another process.
        package static let recovered = Event(rawValue: "recovered")
        /// An unknown outcome was resolved by the caller or by the provider's list.
        package static let resolved = Event(rawValue: "resolved")
        /// The provider reported a new state.
        package static let status = Event(rawValue: "status")
        /// The provider charges for a request about the task.
        package static let charged = Event(rawValue: "charged")
        /// A download of the video started.
        package static let downloading = Event(rawValue: "downloading")
        /// The file is complete and verified. The entry is durable before the file gets its name.
        package static let verified = Event(rawValue: "verified")
        /// The file is at its destination.
        package static let stored = Event(rawValue: "stored")
        /// An output besides the video is at its destination.
        package static let output = Event(rawValue: "output")
        /// The provider responded to a cancel request.
        package static let cancelled = Event(rawValue: "cancelled")
        /// The provider no longer has the video.
        package static let expired = Event(rawValue: "expired")
        /// The task rests until a person releases it.
        package static let suspended = Event(rawValue: "suspended")
        /// A person released a suspended task.
        package static let released = Event(rawValue: "released")
    }

    /// The part of an entry that its writer chooses.
    package struct Header: Sendable {
        package var event: Event
        package var note: String?
        /// Whether the entry has to be durable when the write returns.
        package var isSynced: Bool

        package init(_ event: Event, note: String? = nil, isSynced: Bool = true) {
            self.event = event
            self.note = note
            self.isSynced = isSynced
        }

        var synced: Header { Header(event, note: note) }
        var unsynced: Header { Header(event, note: note, isSynced: false) }
    }

    /// The position of the entry: 1, 2, 3 and so on, independent of the clock.
    public let sequence: Int
    /// The time of the entry by the wall clock.
    public let at: Date
    /// The kind of the entry.
    public let event: Event
    /// A summary of the provider's response, or a reason.
    public let note: String?
    /// The state of the task after the entry.
    public var state: VideoTask.State { standing.state }

    package let standing: VideoTask.MutableFields
    /// The whole task, in the first entry, in that of a recovery, and in that of the first submit of a task that waited.
    /// The process that wrote the first entry may have ended because its sync failed, and a later sync does not write the same bytes again.
    let task: VideoTask?
}

extension JournalEntry: Codable {}
