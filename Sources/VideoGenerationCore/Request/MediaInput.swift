/// A picture, a video or an audio file that a video is made from.
///
/// ```swift
/// request.firstFrame = .file("boat.png")
/// request.references = [.url(face), .file("voice.mp3", kind: .audio)]
/// ```
public struct MediaInput: Sendable, Hashable {
    /// The kind of an input.
    public enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
        /// A still image.
        case picture
        /// A video.
        case video
        /// A voice, a piece of music or another sound.
        case audio
    }

    /// The place of the bytes.
    public enum Source: Sendable, Hashable {
        /// A public URL. It is passed to the provider unchanged.
        case url(HTTPURL)
        /// The path of a local file. `VideoClient` reads and checks the file before anything is sent.
        case file(String)
        /// The bytes with their type.
        case data(Data, MediaType)
        /// The provider's own ID or URI of an uploaded file, such as `runway://…`. It is passed on unchanged.
        case uploaded(String)
        /// The type and size of an input that the journal does not keep. The journal stores this for ``data(_:_:)``, so
        /// the input cannot be sent again.
        case omitted(MediaType, bytes: Int)
    }

    /// The kind of the input.
    public var kind: Kind
    /// The place of the bytes.
    public var source: Source

    /// Creates an input.
    package init(_ source: Source, kind: Kind = .picture) {
        self.source = source
        self.kind = kind
    }

    /// Creates an input from a public URL.
    public static func url(_ url: HTTPURL, kind: Kind = .picture) -> MediaInput { MediaInput(.url(url), kind: kind) }

    /// Creates an input from the path of a local file.
    public static func file(_ path: String, kind: Kind = .picture) -> MediaInput { MediaInput(.file(path), kind: kind) }

    /// Creates an input from bytes. The type decides its kind.
    public static func data(_ data: Data, _ type: MediaType) -> MediaInput {
        MediaInput(.data(data, type), kind: type.kind)
    }

    /// Creates an input from the provider's own ID or URI of an uploaded file.
    public static func uploaded(_ id: String, kind: Kind = .picture) -> MediaInput {
        MediaInput(.uploaded(id), kind: kind)
    }

    /// Creates an input whose bytes were not kept.
    package static func omitted(_ type: MediaType, bytes: Int) -> MediaInput {
        MediaInput(.omitted(type, bytes: bytes), kind: type.kind)
    }
}

extension MediaInput: Codable {
    private enum CodingKeys: String, CodingKey { case url, file, type, bytes, uploaded, kind }

    /// Decodes an input that ``encode(to:)`` wrote. Earlier versions wrote no kind, because they knew pictures only.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        kind = try container.decodeIfPresent(Kind.self, forKey: .kind) ?? .picture
        if let url = try container.decodeIfPresent(HTTPURL.self, forKey: .url) {
            source = .url(url)
        } else if let path = try container.decodeIfPresent(String.self, forKey: .file) {
            source = .file(path)
        } else if let id = try container.decodeIfPresent(String.self, forKey: .uploaded) {
            source = .uploaded(id)
        } else {
            source = .omitted(
                try container.decode(MediaType.self, forKey: .type),
                bytes: try container.decode(Int.self, forKey: .bytes)
            )
        }
    }

    /// Encodes the URL without its query, the path, the provider's ID, or the type and size. The bytes are never
    /// written.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        if kind != .picture { try container.encode(kind, forKey: .kind) }
        switch source {
        case .url(let url): try container.encode(url.origin.string + url.path, forKey: .url)
        case .file(let path): try container.encode(path, forKey: .file)
        case .uploaded(let id): try container.encode(id, forKey: .uploaded)
        case .data(let data, let type):
            try container.encode(type, forKey: .type)
            try container.encode(data.count, forKey: .bytes)
        case .omitted(let type, let bytes):
            try container.encode(type, forKey: .type)
            try container.encode(bytes, forKey: .bytes)
        }
    }
}
