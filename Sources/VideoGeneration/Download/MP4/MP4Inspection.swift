/// What an MP4 file says about itself, read after a walk over every box to the end of the file
/// (ISO/IEC 14496-12).
///
/// A file passes where it has an `ftyp`, a `moov` with a video track, and media data; where no box reaches
/// over the end of the file; where the samples that its tables promise fit into the media data there is;
/// and where that data is not all zeros. `moov` may stand in front or at the back, and the file may be
/// fragmented.
///
/// The pictures are not decoded: bytes that were exchanged inside the media data, at an unchanged length,
/// are not noticed here. Against these stand the size and validator of the download, and the hash where a
/// provider tells one.
public struct MP4Inspection: Sendable, Hashable {
    /// Pixels from left to right, of the largest video track.
    public private(set) var width = 0
    /// Pixels from top to bottom.
    public private(set) var height = 0
    /// How long it plays, in seconds; 0 where the file does not say.
    public private(set) var seconds = 0.0
    /// The codec's four letters, such as `avc1`, `hvc1` or `av01`.
    public private(set) var codec = ""

    /// Reads a file.
    /// - Throws: ``VideoError``: `truncated` where the file ends inside a box or before its samples do,
    ///   `notAVideo` with the reason where it is something else; `DiskError` where it cannot be read.
    public init(_ file: any DiskFile) throws {
        let reader = MP4Reader(file: file, size: try file.size())
        try Self.checkStart(of: file)
        var movie: MP4Movie?
        var hasType = false
        var mediaData: [Range<Int64>] = []
        var fragments: [MP4Box] = []
        try reader.forEachBox(in: 0..<reader.size) { box in
            switch box.type {
            case "ftyp": hasType = true
            case "moov" where movie == nil: movie = try MP4Movie(box, reader)
            case "mdat" where !box.payload.isEmpty: mediaData.append(box.payload)
            case "moof": fragments.append(box)
            default: break
            }
        }
        guard hasType else { throw VideoError.notAnMP4("it has no ftyp box") }
        guard let movie else { throw VideoError.notAnMP4("it has no moov box, which says how to play it") }
        guard let video = movie.tracks.filter(\.isVideo).max(by: { $0.width * $0.height < $1.width * $1.height })
        else { throw VideoError.notAnMP4("it has no video track") }
        guard !mediaData.isEmpty else { throw VideoError.notAnMP4("it has no media data") }
        let room = mediaData.reduce(into: Int64(0)) { $0 += $1.upperBound - $1.lowerBound }
        let promised = movie.tracks.reduce(into: Int64(0)) { $0 = $0.addingSaturating($1.sampleBytes) }
        guard promised <= room else {
            throw VideoError(.truncated, "The file has \(room) bytes of media, and its tables promise \(promised).")
        }
        guard try Self.hasContent(mediaData, file) else { throw VideoError.notAnMP4("its media data are zeros") }
        width = video.width
        height = video.height
        codec = video.codec
        seconds = movie.seconds(of: video)
        if seconds == 0 {
            for fragment in fragments { seconds += try movie.seconds(ofFragment: fragment, video, reader) }
        }
    }

    /// Says it in plain words where something else than boxes came: an empty file, a page, JSON, zeros.
    private static func checkStart(of file: any DiskFile) throws {
        let start = try file.read(at: 0, count: 16)
        let first = start.first { !" \t\r\n".utf8.contains($0) }
        if start.isEmpty { throw VideoError.notAnMP4("it is empty") }
        if start.beginsLikeMP4 { return }
        if start.allSatisfy({ $0 == 0 }) { throw VideoError.notAnMP4("it begins with zeros") }
        if first == UInt8(ascii: "<") { throw VideoError.notAnMP4("it is a web page or XML") }
        if first == UInt8(ascii: "{") || first == UInt8(ascii: "[") { throw VideoError.notAnMP4("it is JSON") }
        if let kind = FileKind(head: try file.read(at: 0, count: FileKind.headLength)) {
            throw VideoError.notAnMP4("it is a file of the kind \(kind.name)")
        }
        let type = String(decoding: start.dropFirst(4).prefix(4), as: UTF8.self)
        guard Self.firstTypes.contains(type) else { throw VideoError.notAnMP4("it does not begin like one") }
    }

    /// The boxes that writers put in front of `ftyp`, all of them rare.
    private static let firstTypes: Set = [
        "styp", "free", "skip", "wide", "uuid", "moov", "moof", "mdat", "sidx", "pnot",
    ]

    /// Whether any of 16 spots in the media data holds something: a disk that lost its writes gives zeros.
    private static func hasContent(_ ranges: [Range<Int64>], _ file: any DiskFile) throws -> Bool {
        for range in [ranges[0], ranges[ranges.count - 1]] {
            let step = max(1, (range.upperBound - range.lowerBound) / 8)
            for offset in stride(from: range.lowerBound, to: range.upperBound, by: Int(step)) {
                let spot = try file.read(at: offset, count: Int(min(1024, range.upperBound - offset)))
                if spot.contains(where: { $0 != 0 }) { return true }
            }
        }
        return false
    }
}

extension Int64 {
    /// A sum that stops at the largest number.
    func addingSaturating(_ other: Int64) -> Int64 {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? .max : sum
    }
}
