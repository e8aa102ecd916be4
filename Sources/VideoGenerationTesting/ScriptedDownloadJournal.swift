package import VideoGeneration

/// A download journal that consists of closures and keeps nothing, for a download without a task in a journal.
package struct ScriptedDownloadJournal: DownloadJournal {
    /// The result of an earlier run, or nil if there is none.
    package var previous: StoredVideo?
    /// Records a verified file.
    package var verified: @Sendable (StoredVideo) async throws -> Void = { _ in }
    /// Provides fresh links.
    package var links: @Sendable () async throws -> [VideoOutput]
    /// Interprets a response that isn't a video.
    package var unexpected: @Sendable (HTTPResponse, VideoOutput) throws -> [VideoOutput] = { _, _ in [] }

    /// Creates a journal whose provider always gives the same links.
    package init(links: [VideoOutput] = []) { self.links = { links } }

    package func previousResult() async throws -> StoredVideo? { previous }
    package func willFetch() async throws -> DownloadDecision { .proceed }
    package func didVerify(_ video: StoredVideo) async throws { try await verified(video) }
    package func freshOutputs() async throws -> [VideoOutput] { try await links() }
    package func outputs(
        fromUnexpectedResponse response: HTTPResponse,
        to output: VideoOutput
    ) throws -> [VideoOutput] {
        try unexpected(response, output)
    }
}

extension VideoDownloader {
    /// Downloads a video with a scripted journal, which never stops a download.
    package func download(
        _ request: DownloadRequest,
        scripted journal: ScriptedDownloadJournal,
        progress: @escaping @Sendable (DownloadProgress) -> Void = { _ in }
    ) async throws -> StoredVideo {
        switch try await download(request, journal: journal, progress: progress) {
        case .saved(let video): return video
        case .alreadyStored(let task): throw VideoError(.unsupported, "The journal stopped the download of \(task.id).")
        }
    }
}
