/// What a request is about, whichever API it uses: what the rules of a ``FaultScript`` match.
public enum SimulatorOperation: String, Sendable, Hashable, Codable, CaseIterable {
    /// A POST that asks for a video: create, remix, edit, extend, template.
    case submit
    /// A query of one task.
    case status
    /// MiniMax's look-up of a file and its link, and OpenAI's of a character.
    case file
    /// A file that the API hands out itself, with the key.
    case content
    /// A list of tasks or files.
    case list
    /// A cancellation or deletion.
    case cancel
    /// An upload: of a file, or of a character's video.
    case upload
    /// The signed link of a video.
    case media
    /// The signed backup link of a video.
    case backupMedia
}
