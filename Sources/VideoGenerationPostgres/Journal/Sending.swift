import VideoGeneration
import VideoPlatform

/// One sending of a request, as the history of a task has it.
struct Sending {
    let provider: ProviderReference
    let at: Date
    var remoteID: String?
    /// The outcome as in `video_purchase`.
    var outcome = "sending"

    /// Returns the sendings in a history.
    static func all(in entries: [JournalEntry], of task: VideoTask) -> [Sending] {
        var sendings: [Sending] = []
        for entry in entries {
            var known = task
            known.mutableFields = entry.standing
            if entry.event == .submitting {
                sendings.append(Sending(provider: known.provider, at: entry.at))
            } else if let last = sendings.indices.last {
                sendings[last].note(known)
            }
        }
        return sendings
    }

    private mutating func note(_ task: VideoTask) {
        if let remote = task.remote {
            (remoteID, outcome) = (remote.id, "accepted")
        } else if task.state == .outcomeUnknown {
            outcome = "unknown"
        } else if outcome != "accepted" {
            outcome = task.state == .succeeded || task.state == .stored ? "accepted" : "refused"
        }
    }
}
