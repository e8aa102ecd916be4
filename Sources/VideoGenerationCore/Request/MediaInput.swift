/// A picture that a video starts with, ends with or refers to.
public enum MediaInput: Sendable, Hashable {
    /// A public URL. It is passed to the provider unchanged.
    case url(HTTPURL)
    /// The path of a local file. `VideoClient` reads and checks the file before anything is sent.
    case file(String)
    /// The bytes of the picture with their type.
    case data(Data, MediaType)
    /// The type and size of a picture that the journal does not keep. The journal stores this for ``data(_:_:)``, so
    /// the picture cannot be sent again.
    case omitted(MediaType, bytes: Int)

    /// The picture types that providers accept.
    public enum MediaType: String, Sendable, Hashable, Codable, CaseIterable {
        /// The JPEG format.
        case jpeg = "image/jpeg"
        /// The PNG format.
        case png = "image/png"
        /// The WebP format.
        case webp = "image/webp"

        /// The usual file extension, without a dot.
        package var fileExtension: String { self == .jpeg ? "jpg" : self == .png ? "png" : "webp" }

        /// Detects the type from the first bytes, independent of the file's name; nil if the bytes match no type.
        public init?(sniffing bytes: some Sequence<UInt8>) {
            let head = Array(bytes.prefix(12))
            if head.starts(with: [0xFF, 0xD8, 0xFF]) {
                self = .jpeg
            } else if head.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
                self = .png
            } else if head.count == 12, head.starts(with: Array("RIFF".utf8)),
                head[8...] == [0x57, 0x45, 0x42, 0x50]
            {
                self = .webp
            } else {
                return nil
            }
        }
    }
}

extension MediaInput: Codable {
    private enum CodingKeys: String, CodingKey { case url, file, type, bytes }

    /// Decodes a picture that ``encode(to:)`` wrote.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        if let url = try container.decodeIfPresent(HTTPURL.self, forKey: .url) {
            self = .url(url)
        } else if let path = try container.decodeIfPresent(String.self, forKey: .file) {
            self = .file(path)
        } else {
            self = .omitted(
                try container.decode(MediaType.self, forKey: .type),
                bytes: try container.decode(Int.self, forKey: .bytes)
            )
        }
    }

    /// Encodes the URL without its query, the path, or the type and size. The picture's bytes are never written.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .url(let url): try container.encode(url.origin.string + url.path, forKey: .url)
        case .file(let path): try container.encode(path, forKey: .file)
        case .data(let data, let type):
            try container.encode(type, forKey: .type)
            try container.encode(data.count, forKey: .bytes)
        case .omitted(let type, let bytes):
            try container.encode(type, forKey: .type)
            try container.encode(bytes, forKey: .bytes)
        }
    }
}
