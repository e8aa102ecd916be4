public import VideoGenerationCore

/// A file that MiniMax keeps: what was uploaded, or what was made.
public struct MiniMaxFile: Sendable, Hashable {
    /// What a file is for: an open set.
    public struct Purpose: RawRepresentable, Sendable, Hashable {
        /// The name that is sent.
        public let rawValue: String
        /// Takes a name.
        public init(rawValue: String) { self.rawValue = rawValue }
        /// A video that was made.
        public static let videoGeneration = Purpose(rawValue: "video_generation")
        /// A picture to make one from; kept for seven days.
        public static let videoGenerationInput = Purpose(rawValue: "video_generation_input")
        /// Something to be named as `mm_file://…`; kept for seven days.
        public static let videoUnderstanding = Purpose(rawValue: "video_understanding")
    }

    /// The file's id, digit for digit.
    public var id: String
    /// Its name there: not unique, and never a name for a file here.
    public var name: String?
    /// Its size in bytes; MiniMax says 0 for videos, which is told as nil.
    public var size: Int64?
    /// When it was made.
    public var createdAt: Date?
    /// What it is for.
    public var purpose: Purpose?

    init?(_ json: JSONValue) {
        guard let id = json["file_id"]?.identifier else { return nil }
        self.id = id
        name = json["filename"]?.text
        size = json["bytes"]?.int.flatMap { $0 > 0 ? Int64($0) : nil }
        createdAt = json["created_at"]?.date
        purpose = json["purpose"]?.text.map(Purpose.init)
    }
}
