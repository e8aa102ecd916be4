/// An output of a task besides its main video.
struct ExtraOutput: Sendable {
    let output: VideoOutput
    /// The position among the outputs of the same kind, counted from 1.
    let number: Int

    /// More than any provider reports. Each output is a request and a file.
    private static let maximumCount = 32

    /// Returns the selected outputs besides the main video, which is the first video.
    static func all(in outputs: [VideoOutput], _ selection: OutputSelection) -> [ExtraOutput] {
        var counts: [VideoOutput.Kind: Int] = [:]
        let numbered = outputs.map { output in
            counts[output.kind, default: 0] += 1
            return ExtraOutput(output: output, number: counts[output.kind, default: 1])
        }
        let extras = numbered.filter { !$0.isMainVideo && selection.includes($0.output.kind) }
        return Array(extras.prefix(maximumCount))
    }

    private var isMainVideo: Bool { output.kind == .video && number == 1 }

    /// The label of the part.
    var label: String { "\(output.kind.label)-\(number)" }

    /// Returns the path beside the video, without the suffix of the format: `boat.last-frame` or `boat.2`.
    func path(beside video: String) -> String {
        let path = DiskPath(video)
        let dot = path.name.lastIndex(of: ".").flatMap { $0 == path.name.startIndex ? nil : $0 }
        let stem = path.name[..<(dot ?? path.name.endIndex)]
        let words = [
            output.kind == .video ? nil : output.kind.label, number == 1 ? nil : "\(number)",
        ].compactMap(\.self)
        return path.sibling(named: ([String(stem)] + words).joined(separator: "."))
    }

    /// Returns whether a record describes this output.
    func isRecorded(by record: StoredOutput) -> Bool { record.kind == output.kind && record.number == number }
}

extension VideoOutput.Kind {
    /// The word for the kind in file names and options, such as `last-frame`.
    package var label: String {
        switch self {
        case .video: "video"
        case .lastFrame: "last-frame"
        case .audio: "audio"
        case .thumbnail: "thumbnail"
        case .spritesheet: "spritesheet"
        }
    }
}
