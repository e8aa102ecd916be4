import Testing
import VideoGenerationTesting

@testable import VideoGeneration
@testable import VideoGenerationCore

extension VideoDownload {
    /// A film behind one link, to be put into a folder.
    init(_ link: HTTPURL, into folder: TemporaryFolder) throws {
        self.init(
            of: try #require(VideoTask.ID(rawValue: "v1-aaaa")),
            outputs: [VideoOutput(link)],
            to: folder.path + "/film.mp4",
            partsFolder: folder.path,
            origin: link.origin,
            freshOutputs: { [] }
        )
    }
}
