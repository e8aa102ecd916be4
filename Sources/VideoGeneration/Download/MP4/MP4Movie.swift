/// The `moov` box, which describes how to play a file.
struct MP4Movie {
    private(set) var tracks: [MP4Track] = []
    private var duration: MP4Duration?
    /// The duration of all fragments together, if the file is fragmented and declares it (`mehd`).
    private var fragmentsDuration: UInt64?
    /// The default sample durations for the fragments of each track (`trex`).
    private var defaultDurations: [UInt32: UInt32] = [:]

    init(_ moov: MP4Box, _ reader: MP4Reader) throws {
        try reader.forEachBox(in: moov.payload) { box in
            switch box.type {
            case "mvhd": duration = try MP4Duration(box, reader)
            case "trak":
                guard tracks.count < 64 else { throw VideoError.notAnMP4("it has too many tracks") }
                tracks.append(try MP4Track(box, reader))
            case "mvex": try readExtension(box, reader)
            default: break
            }
        }
    }

    private mutating func readExtension(_ mvex: MP4Box, _ reader: MP4Reader) throws {
        try reader.forEachBox(in: mvex.payload) { box in
            let bytes = try reader.bytes(of: box, upTo: 16)
            if box.type == "mehd" {
                fragmentsDuration =
                    bytes.first == 1 ? bytes.unsigned64(at: 4) : bytes.unsigned32(at: 4).map(UInt64.init)
            } else if box.type == "trex", let track = bytes.unsigned32(at: 4),
                let duration = bytes.unsigned32(at: 12)
            {
                defaultDurations[track] = duration
            }
        }
    }

    /// Returns the duration that the headers of the movie declare, in seconds, or 0 if they don't declare one.
    func seconds(of track: MP4Track) -> Double {
        if let seconds = duration?.seconds { return seconds }
        if let seconds = track.duration?.seconds { return seconds }
        if let fragmentsDuration, let timescale = duration?.timescale, timescale > 0 {
            return Double(fragmentsDuration) / Double(timescale)
        }
        return 0
    }

    /// Returns the duration of a track in one fragment (`moof`), in seconds, from the durations of its samples.
    func seconds(ofFragment moof: MP4Box, _ track: MP4Track, _ reader: MP4Reader) throws -> Double {
        guard let timescale = track.duration?.timescale, timescale > 0 else { return 0 }
        var total: UInt64 = 0
        try reader.forEachBox(in: moof.payload) { box in
            guard box.type == "traf" else { return }
            var sampleDuration = UInt64(defaultDurations[track.id] ?? 0)
            var isOurs = false
            try reader.forEachBox(in: box.payload) { box in
                if box.type == "tfhd" {
                    let bytes = try reader.bytes(of: box, upTo: 24)
                    let flags = bytes.unsigned32(at: 0) ?? 0
                    isOurs = bytes.unsigned32(at: 4) == track.id
                    let index = 8 + (flags & 0x1 != 0 ? 8 : 0) + (flags & 0x2 != 0 ? 4 : 0)
                    if flags & 0x8 != 0, let duration = bytes.unsigned32(at: index) {
                        sampleDuration = UInt64(duration)
                    }
                } else if box.type == "trun", isOurs {
                    total &+= try Self.duration(ofRun: box, sampleDuration, reader)
                }
            }
        }
        return Double(total) / Double(timescale)
    }

    /// Returns the sum of the sample durations of a run (`trun`).
    private static func duration(ofRun box: MP4Box, _ sampleDuration: UInt64, _ reader: MP4Reader) throws -> UInt64 {
        let head = try reader.bytes(of: box, upTo: 8)
        guard let flags = head.unsigned32(at: 0), let count = head.unsigned32(at: 4) else { return 0 }
        guard flags & 0x100 != 0 else { return UInt64(count) &* sampleDuration }
        let entry = 4 * (flags & 0xF00).nonzeroBitCount
        let start = 8 + (flags & 0x1 != 0 ? 4 : 0) + (flags & 0x4 != 0 ? 4 : 0)
        // Fragments last seconds, not hours. Samples after this number are not counted.
        let bytes = try reader.bytes(of: box, upTo: start + entry * Int(min(count, 20_000)))
        return stride(from: start, to: bytes.count, by: entry).reduce(UInt64(0)) {
            $0 &+ UInt64(bytes.unsigned32(at: $1) ?? 0)
        }
    }
}

/// A duration in the format of `mvhd` and `mdhd`.
struct MP4Duration {
    let timescale: UInt32
    let units: UInt64

    init?(_ box: MP4Box, _ reader: MP4Reader) throws {
        let bytes = try reader.bytes(of: box, upTo: 32)
        let isLong = bytes.first == 1
        guard let timescale = bytes.unsigned32(at: isLong ? 20 : 12),
            let units = isLong ? bytes.unsigned64(at: 24) : bytes.unsigned32(at: 16).map(UInt64.init)
        else { return nil }
        self.timescale = timescale
        // A value of all ones means "unknown".
        self.units = units == (isLong ? .max : UInt64(UInt32.max)) ? 0 : units
    }

    /// The duration in seconds, or nil if it is 0 or unknown.
    var seconds: Double? { timescale > 0 && units > 0 ? Double(units) / Double(timescale) : nil }
}
