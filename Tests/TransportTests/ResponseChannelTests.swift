import Testing

@testable import VideoGeneration
@testable import VideoGenerationCore

@Suite(.timeLimit(.minutes(20))) struct ResponseChannelTests {
    @Test(
        "Downloads share the memory for their buffers: one alone has the most, and none so little that it crawls",
        arguments: [(0, 128), (1, 512), (8, 512), (16, 256), (64, 128), (100_000, 128)]
    )
    func shares(_ downloads: Int, _ kibibytes: Int) {
        #expect(ResponseChannel(sharedBy: downloads).capacity == kibibytes << 10)
    }
}
