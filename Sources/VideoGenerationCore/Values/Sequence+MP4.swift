extension Sequence<UInt8> {
    /// Whether the bytes begin like nearly every MP4, with an `ftyp` box.
    package var beginsLikeMP4: Bool { dropFirst(4).starts(with: "ftyp".utf8) }
}
