/// The number and kind of videos or audio files that a mode accepts as references.
public struct MediaLimits: Sendable, Hashable, Codable {
    /// The kind of the files: `.video` or `.audio`. ``PictureLimits`` describes pictures.
    public var kind: MediaInput.Kind
    /// The largest number of files.
    public var maximum: Int
    /// The largest accepted file, in bytes; nil if it is not known. A file given as a URL is not checked.
    package var maximumBytes: Int?
    /// The longest accepted file, in seconds; nil if it is not known. Only MP4, QuickTime and WAV files are checked.
    package var maximumSeconds: Int?
    /// The accepted file types; nil if every type of the kind is accepted.
    package var types: [MediaInput.MediaType]?

    /// Creates limits for the videos or audio files of a mode.
    public init(
        _ kind: MediaInput.Kind,
        maximum: Int,
        maximumBytes: Int? = nil,
        maximumSeconds: Int? = nil,
        types: [MediaInput.MediaType]? = nil
    ) {
        self.kind = kind
        self.maximum = maximum
        self.maximumBytes = maximumBytes
        self.maximumSeconds = maximumSeconds
        self.types = types
    }
}

extension MediaLimits {
    /// Returns the reason why the mode does not accept a file; nil if it accepts the file, or if the file is a URL.
    func validationFailure(for input: MediaInput) -> String? {
        guard case .data(let data, let type) = input.source else { return nil }
        if let maximumBytes, data.count > maximumBytes {
            return "has \(data.count.counted("byte")), and at most \(maximumBytes) are taken"
        }
        if let types, !types.contains(type) {
            return "is \(type.rawValue), and \(types.map(\.rawValue).joined(separator: ", ")) is taken"
        }
        return nil
    }

    /// Returns the reason why the mode does not accept a file of a length. Half a second more is accepted, because files
    /// end with a whole frame or packet.
    package func validationFailure(forSeconds seconds: Double) -> String? {
        guard let maximumSeconds, seconds > Double(maximumSeconds) + 0.5 else { return nil }
        let tenths = (min(seconds, 1e9) * 10).rounded() / 10
        return "is \(tenths) s long, and at most \(maximumSeconds) s are taken"
    }
}
