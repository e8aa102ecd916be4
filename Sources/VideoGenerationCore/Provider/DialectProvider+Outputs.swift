extension DialectProvider {
    /// Returns an output with a link in place of its bucket if the dialect knows one, or with the request whose response
    /// contains it.
    func reachable(_ output: VideoOutput, from request: HTTPRequest?) throws -> VideoOutput {
        var output = output
        switch output.source {
        case .link: break
        // The request is sent again to download the bytes. A submit never is.
        case .inline: if let request, request.isSafe { output.request = request }
        case .bucket(let uri):
            guard let link = try dialect.bucketLink(uri, at: endpoint) else { return output }
            output.source = .link(link)
            output.needsCredential = credential?.covers(link) ?? false
        }
        return output
    }

    /// Returns outputs for a download.
    /// - Throws: ``VideoError`` with code `unsupported` if every video is in a bucket that the dialect cannot reach.
    func downloadable(_ outputs: [VideoOutput]) throws -> [VideoOutput] {
        let buckets = outputs.compactMap {
            if case .bucket(let uri) = $0.source, $0.kind == .video { uri } else { nil }
        }
        guard let uri = buckets.first, buckets.count == outputs.count(where: { $0.kind == .video }) else {
            return outputs
        }
        throw VideoError(
            .unsupported,
            "The video is in a bucket, at \(Redaction.singleLine(uri, limit: 200)).",
            advice: "The video was bought. Copy it with the tools of the bucket's owner."
        )
    }

    /// Keeps the video that the response to a submit contains, before the task is accepted.
    func keepingVideo(of snapshot: TaskSnapshot, in context: ExchangeContext) async throws -> TaskSnapshot {
        guard snapshot.state == .succeeded, context.files != nil,
            case .inline(let content)? = snapshot.outputs.first(where: { $0.kind == .video })?.source
        else { return snapshot }
        switch content {
        case .string(let number): return try await kept(snapshot, number, in: context)
        case .text:
            // No long string has this number.
            guard let bytes = content.bytes else { return try await kept(snapshot, -1, in: context) }
            await context.files?.receive(bytes, of: -1)
            return try await kept(snapshot, -1, in: context)
        }
    }

    /// Makes a file of the response to a submit the video of its task.
    /// - Throws: ``VideoError`` with code `outcomeUnknown` if the video could not be kept and the task has no ID by which
    ///   it could be fetched again.
    func kept(_ snapshot: TaskSnapshot, _ number: Int, in context: ExchangeContext) async throws -> TaskSnapshot {
        var snapshot = snapshot
        do {
            try await context.files?.keep(number)
            snapshot.remote.output = RemoteTask.receivedOutput
        } catch {
            let reason = (error as? VideoError)?.message ?? "\(error)"
            guard !snapshot.remote.id.isEmpty else {
                throw named(
                    VideoError(
                        .outcomeUnknown,
                        "The provider returned the video, which could not be kept: \(reason)",
                        advice:
                            "The video was bought. The request is not sent again. Free some disk space before the next "
                            + "request, and ask the provider whether it still has the video.",
                        progress: .sent,
                        purchase: .unknown
                    ),
                    nil
                )
            }
            snapshot.warning = "The video in the response could not be kept, and is requested again: \(reason)"
        }
        return snapshot
    }

    /// The error for a video that only this machine had.
    static let receivedIsMissing = VideoError(
        .outputMissing,
        "The video came with the response to the submit, and is no longer in the journal's folder.",
        advice: "Look for it at the path of an earlier save. The provider has no other way to fetch it."
    )
}
