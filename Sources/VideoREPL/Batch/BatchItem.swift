import VideoGeneration

/// A row of a batch that is ready to be submitted. Everything that can be checked without the provider has been checked.
struct BatchItem: Sendable {
    /// The place that a row is sent to.
    enum Target: Sendable, Hashable {
        case provider(String)
        case route(Route)

        /// The provider, and for a route all candidates.
        var name: String {
            switch self {
            case .provider(let id): id
            case .route(let route): route.candidates.map(\.description).joined(separator: ",")
            }
        }
    }

    var row: BatchRow
    var request: VideoRequest
    var target: Target
    /// The absolute path of the video.
    var path: String
    /// The estimated cost; nil if it is not known.
    var estimate: Money?
}

extension BatchItem {
    /// Whether the request of a task with the row's label is another one, as far as the journal shows it.
    ///
    /// A row that was changed keeps its label, and the old video is not what it describes.
    func differs(from task: VideoTask) -> Bool {
        let old = task.originalRequest
        // The prompt of a private or pruned task is not in the journal.
        guard !old.isPrivate, !old.prompt.isEmpty || old.firstFrame != nil else { return false }
        return old.prompt != request.prompt || old.seconds != request.seconds || old.size != request.size
            || old.resolution != request.resolution || old.aspectRatio != request.aspectRatio
    }
}
