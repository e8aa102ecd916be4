/// The record of one download across runs of the program, and the source of its links.
///
/// The downloader calls ``previousResult()``, ``willFetch()`` and ``didVerify(_:)`` with the part's lock held, so no
/// other process downloads the same task at that time.
package protocol DownloadJournal: Sendable {
    /// Returns the file that an earlier run verified, or nil if there is none. If the destination or the part matches,
    /// nothing is downloaded.
    func previousResult() async throws -> StoredVideo?
    /// Records that the download begins, and decides whether it is still needed. Called once, before anything is
    /// changed on the disk or requested.
    func willFetch() async throws -> DownloadDecision
    /// Records a file whose bytes are all present, durable and verified, before it gets its name. The record leads
    /// back to the file after a crash; see ``previousResult()``.
    func didVerify(_ video: StoredVideo) async throws
    /// Requests fresh links from the provider.
    func freshOutputs() async throws -> [VideoOutput]
    /// Interprets a response that isn't a video: returns the outputs of JSON with another link, or throws the error in
    /// it.
    /// - Parameters:
    ///   - response: The response.
    ///   - output: The output whose link was requested.
    func outputs(fromUnexpectedResponse response: HTTPResponse, to output: VideoOutput) throws -> [VideoOutput]
}

/// Whether a download is still needed.
package enum DownloadDecision: Sendable {
    /// The file is needed.
    case proceed
    /// Another process has stored the file in the meantime.
    case alreadyStored(VideoTask)
}

/// The result of a download.
package enum DownloadResult: Sendable {
    /// The file is complete, verified and at its destination.
    case saved(StoredVideo)
    /// Nothing was downloaded, because another process has already stored the file.
    case alreadyStored(VideoTask)
}
