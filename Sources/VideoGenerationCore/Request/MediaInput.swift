/// A picture that a video starts from, ends with or refers to.
public enum MediaInput: Sendable, Hashable {
    /// A public link; passed through to the provider as it is.
    case url(HTTPURL)
    /// A file on this machine; read and checked by ``VideoClient`` before anything is sent.
    case file(String)
    /// The picture itself.
    case data(Data, MediaType)
    /// What the journal keeps of ``data(_:_:)``: the picture is not in it, so it cannot be sent again.
    case omitted(MediaType, bytes: Int)

    /// The types that providers take.
    public enum MediaType: String, Sendable, Hashable, Codable, CaseIterable {
        /// JPEG
        case jpeg = "image/jpeg"
        /// PNG
        case png = "image/png"
        /// WebP
        case webp = "image/webp"

        /// The usual file ending.
        public var fileExtension: String { self == .jpeg ? "jpg" : self == .png ? "png" : "webp" }

        /// Finds the type by the first bytes, whatever the file is called.
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

    /// Reads what ``encode(to:)`` wrote.
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

    /// Writes the link without its query, the path, or type and size; never the picture.
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
