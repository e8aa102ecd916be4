/// The outputs of a task to store. The main video is always one of them.
public enum OutputSelection: Sendable, Hashable {
    /// The main video alone.
    case video
    /// Every output that the provider reports: further videos, the last frame, audio, still images.
    case all
    /// The main video and the outputs of these kinds. With `.video`, further videos are stored as well.
    case kinds(Set<VideoOutput.Kind>)

    /// Returns whether the outputs of a kind are stored beside the main video.
    func includes(_ kind: VideoOutput.Kind) -> Bool {
        switch self {
        case .video: false
        case .all: true
        case .kinds(let kinds): kinds.contains(kind)
        }
    }
}
