import Testing
import VideoGenerationTesting

@testable import VideoGeneration
@testable import VideoGenerationCore

extension DownloadRequest {
    /// Creates the request for a video behind one link, to be saved in a folder.
    init(_ link: HTTPURL, into folder: TemporaryFolder) throws {
        self.init(
            of: try #require(VideoTask.ID(rawValue: "v1-aaaa")),
            outputs: [VideoOutput(link)],
            to: folder.path + "/video.mp4",
            partsFolder: folder.path,
            origin: link.origin
        )
    }
}

extension HTTPTimeouts {
    /// The timeouts of a download: 60 s for the head, pauses of at most 30 s, and no total.
    static let download = HTTPTimeouts(head: .seconds(60), idle: .seconds(30), total: nil)
}
