import VideoPlatform

/// The response of a file server for a video, with ranges, conditions and an entity tag (RFC 9110, 13 and 14).
struct FileResponse {
    let bytes: [UInt8]
    let fileID: String
    let created: Date
    let request: ServerRequest
    let faults: [Fault]

    func response(delivered: @escaping @Sendable (Int) -> Void) -> SimulatedResponse {
        // Random, so that no two responses have the same tag.
        let version =
            faults.contains(.changedETag)
            ? IDGenerator.hexadecimal(8) : faults.contains(.changedFile) ? "2" : "1"
        let tag = "\"\(fileID)-\(bytes.count)-\(version)\""
        let modified = HTTPDate.string(created)
        var response = SimulatedResponse(type: "video/mp4", file: bytes[...])
        response.set("ETag", tag)
        response.set("Last-Modified", modified)
        response.set("Accept-Ranges", "bytes")
        response.delivered = delivered
        if request.field("if-none-match") == tag {
            response.status = 304
            response.body = []
            return response
        }
        let condition = request.field("if-range")
        guard condition == nil || condition == tag || condition == modified, !faults.contains(.ignoreRange)
        else { return response }
        switch ByteRange(request.field("range"), length: bytes.count) {
        case .whole: break
        case .unsatisfiable:
            response = SimulatedResponse(status: 416, text: "")
            response.set("Content-Range", "bytes */\(bytes.count)")
        case .part(let range):
            let shifted = shift(range)
            response.status = 206
            response.body = bytes[shifted]
            if !faults.contains(.withoutContentRange) {
                response.set(
                    "Content-Range",
                    "bytes \(shifted.lowerBound)-\(shifted.upperBound - 1)/\(bytes.count)"
                )
            }
        }
        return response
    }

    /// Returns the range to send, which a fault may shift.
    private func shift(_ range: Range<Int>) -> Range<Int> {
        for case .wrongRange(let distance) in faults {
            let first = min(
                max(range.lowerBound.addingReportingOverflow(distance).partialValue, 0),
                range.upperBound - 1
            )
            return first..<range.upperBound
        }
        return range
    }
}
