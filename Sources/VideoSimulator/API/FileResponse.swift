import VideoPlatform

/// The response of a file server for a video, with ranges, conditions and an entity tag (RFC 9110, 13 and 14).
struct FileResponse {
    let bytes: [UInt8]
    let task: SimulatedTask
    let request: ServerRequest
    let faults: [Fault]

    func answer(delivered: @escaping @Sendable (Int) -> Void) -> SimulatedResponse {
        // Random, so that no two responses have the same tag.
        let version =
            faults.contains(.changedETag)
            ? IDGenerator.hexadecimal(8) : faults.contains(.changedFile) ? "2" : "1"
        let tag = "\"\(task.fileID)-\(bytes.count)-\(version)\""
        let modified = HTTPDate.string(task.created)
        var answer = SimulatedResponse(type: "video/mp4", file: bytes[...])
        answer.set("ETag", tag)
        answer.set("Last-Modified", modified)
        answer.set("Accept-Ranges", "bytes")
        answer.delivered = delivered
        if request.field("if-none-match") == tag {
            answer.status = 304
            answer.body = []
            return answer
        }
        let condition = request.field("if-range")
        guard condition == nil || condition == tag || condition == modified, !faults.contains(.ignoreRange)
        else { return answer }
        switch ByteRange(request.field("range"), length: bytes.count) {
        case .whole: break
        case .unsatisfiable:
            answer = SimulatedResponse(status: 416, text: "")
            answer.set("Content-Range", "bytes */\(bytes.count)")
        case .part(let range):
            let shifted = shift(range)
            answer.status = 206
            answer.body = bytes[shifted]
            if !faults.contains(.withoutContentRange) {
                answer.set(
                    "Content-Range",
                    "bytes \(shifted.lowerBound)-\(shifted.upperBound - 1)/\(bytes.count)"
                )
            }
        }
        return answer
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
