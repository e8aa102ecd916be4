/// The description of a download: its task, links and destination.
package struct DownloadRequest: Sendable {
    /// The local ID of the task. The part is named after it, and never after a name from a server.
    package var task: VideoTask.ID
    /// The links that are already known. If there are none, ``DownloadJournal/freshOutputs()`` is called first.
    package var outputs: [VideoOutput]
    /// The API's own URL of the video, for use if no link works, or nil if there is none.
    package var contentRoute: VideoOutput?
    /// The time at which the provider finished the video, or nil if it is unknown. A store can need a moment from
    /// then on.
    package var endedAt: Date?
    /// The absolute path of the finished file. Its folder must exist. An output besides the video gets the suffix of its
    /// format.
    package var destination: String
    /// Whether an existing file at the destination can be replaced.
    package var replacing: Bool
    /// The folder for unfinished downloads.
    package var partsFolder: String
    /// The provider's own origin, which decides which links can be followed; see ``LinkPolicy``.
    package var origin: Origin
    /// The provider's key, attached only to requests to its own origin.
    package var credential: Credential?
    /// The kind of the output, which decides how the file is verified.
    package var kind = VideoOutput.Kind.video
    /// The label of the part of an output besides the video; nil for the video.
    package var label: String?
    /// Whether the part may be the only copy of the video. A complete part is then never discarded.
    package var mayBeOnlyCopy = false

    /// Creates the description of a download.
    package init(
        of task: VideoTask.ID,
        outputs: [VideoOutput] = [],
        contentRoute: VideoOutput? = nil,
        endedAt: Date? = nil,
        to destination: String,
        replacing: Bool = false,
        partsFolder: String,
        origin: Origin,
        credential: Credential? = nil
    ) {
        self.task = task
        self.outputs = outputs
        self.contentRoute = contentRoute
        self.endedAt = endedAt
        self.destination = destination
        self.replacing = replacing
        self.partsFolder = partsFolder
        self.origin = origin
        self.credential = credential
    }
}
