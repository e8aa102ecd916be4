/// The purpose of a request in any API, as matched by the rules of a ``FaultScript``.
public enum SimulatorOperation: String, Sendable, Hashable, Codable, CaseIterable {
    /// A POST that submits a task: create, remix, edit, extend, template.
    case submit
    /// A poll of one task.
    case status
    /// A request for the description of a MiniMax file with its link, or of an OpenAI character.
    case file
    /// A download from the API itself, which needs the key.
    case content
    /// A request for a list of tasks or files.
    case list
    /// A request to cancel a task or to delete a task or file.
    case cancel
    /// An upload of a file or of a character's video.
    case upload
    /// A download from the signed link of a video.
    case media
    /// A download from the signed backup link of a video.
    case backupMedia
}
