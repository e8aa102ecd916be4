/// The purpose of a request that arrived at a loopback provider.
enum LoopbackPurpose: String, Sendable {
    case submit, status, file, content, cancel, list, lookup, upload, media
    /// The dialect makes no such request.
    case other

    /// The operation that the rules of a fault script match; nil if no rule can.
    var operation: SimulatorOperation? {
        switch self {
        case .submit: .submit
        case .status: .status
        case .file: .file
        case .content: .content
        case .cancel: .cancel
        case .list, .lookup: .list
        case .upload: .upload
        case .media: .media
        case .other: nil
        }
    }
}
