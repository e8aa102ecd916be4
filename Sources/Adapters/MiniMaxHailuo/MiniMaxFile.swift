public import VideoGenerationCore

/// A file in MiniMax's storage: an uploaded file or an output.
public struct MiniMaxFile: Sendable, Hashable {
    /// The intended use of a file. An open set of names.
    public struct Purpose: RawRepresentable, Sendable, Hashable {
        /// The name on the wire.
        public let rawValue: String
        /// Creates a purpose from its name on the wire.
        public init(rawValue: String) { self.rawValue = rawValue }
        /// A video that the API generated.
        public static let videoGeneration = Purpose(rawValue: "video_generation")
        /// A picture to generate a video from. MiniMax keeps it for seven days.
        public static let videoGenerationInput = Purpose(rawValue: "video_generation_input")
        /// A file that is referred to as `mm_file://…`. MiniMax keeps it for seven days.
        public static let videoUnderstanding = Purpose(rawValue: "video_understanding")
    }

    /// The file's id, exactly as MiniMax sent it.
    public var id: String
    /// The file's name at MiniMax. It is not unique, and is never used as a local file name.
    public var name: String?
    /// The size in bytes; nil if it is unknown. MiniMax reports 0 for videos, which becomes nil.
    public var size: Int64?
    /// The time at which the file was created.
    public var createdAt: Date?
    /// The intended use of the file.
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
