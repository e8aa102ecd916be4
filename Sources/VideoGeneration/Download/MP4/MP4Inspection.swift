/// The properties of an MP4 file, read after a pass over every box to the end of the file (ISO/IEC 14496-12).
///
/// A file passes if it has an `ftyp` box, a `moov` box with a video track, and media data; if no box extends past
/// the end of the file; if the samples in its tables fit into its media data; and if that data isn't all zeros. The
/// `moov` box can be at the front or at the back, and the file can be fragmented.
///
/// The pictures are not decoded: bytes that were replaced inside the media data, without a change in length, are
/// not detected here. The size and the validator of the download protect against that, and so does the hash if a
/// provider gives one.
struct MP4Inspection: Sendable, Hashable {
    /// The width of the largest video track, in pixels.
    private(set) var width = 0
    /// The height of the largest video track, in pixels.
    private(set) var height = 0
    /// The duration in seconds, or 0 if the file doesn't declare it.
    private(set) var seconds = 0.0
    /// The four-letter code of the codec, such as `avc1`, `hvc1` or `av01`.
    private(set) var codec = ""

    /// Inspects an open file.
    /// - Throws: ``VideoError`` with code `truncated` if the file ends inside a box or before its samples do, or
    ///   `notAVideo` with the reason if it isn't an MP4; `DiskError` if it can't be read.
    init(_ file: any DiskFile) throws {
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
            throw VideoError(.truncated, "The file has \(room) bytes of media data, but its tables list \(promised).")
        }
        guard try Self.hasContent(mediaData, file) else { throw VideoError.notAnMP4("its media data is all zeros") }
        width = video.width
        height = video.height
        codec = video.codec
        seconds = movie.seconds(of: video)
        if seconds == 0 {
            for fragment in fragments { seconds += try movie.seconds(ofFragment: fragment, video, reader) }
        }
    }

    /// Throws a plain description if the file isn't made of boxes: an empty file, a web page, JSON, zeros.
    private static func checkStart(of file: any DiskFile) throws {
        let start = try file.read(at: 0, count: 16)
        let first = start.first { !" \t\r\n".utf8.contains($0) }
        if start.isEmpty { throw VideoError.notAnMP4("it is empty") }
        if start.beginsLikeMP4 { return }
        if start.allSatisfy({ $0 == 0 }) { throw VideoError.notAnMP4("it begins with zeros") }
        if first == UInt8(ascii: "<") { throw VideoError.notAnMP4("it is a web page or XML") }
        if first == UInt8(ascii: "{") || first == UInt8(ascii: "[") { throw VideoError.notAnMP4("it is JSON") }
        if let kind = FileKind(head: try file.read(at: 0, count: FileKind.headLength)) {
            throw VideoError.notAnMP4("its format is \(kind.name)")
        }
        let type = String(decoding: start.dropFirst(4).prefix(4), as: UTF8.self)
        guard Self.firstTypes.contains(type) else { throw VideoError.notAnMP4("it does not begin like an MP4") }
    }

    /// The types of boxes that some writers put before `ftyp`, all of them rare.
    private static let firstTypes: Set = [
        "styp", "free", "skip", "wide", "uuid", "moov", "moof", "mdat", "sidx", "pnot",
    ]

    /// Whether any of about 16 samples of the media data is not all zeros. A disk that lost its writes returns
    /// zeros.
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
    /// Returns a sum that stops at the largest number.
    func addingSaturating(_ other: Int64) -> Int64 {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? .max : sum
    }
}
