import Testing

@testable import VideoGeneration

@Suite struct HTTPHandoverTests {
    @Test(
        "Downloads share the memory for their buffers: one alone has the most, and none so little that it crawls",
        arguments: [(0, 64), (1, 256), (8, 256), (16, 128), (64, 64), (100_000, 64)]
    )
    func shares(_ downloads: Int, _ kibibytes: Int) {
        #expect(HTTPHandover(sharedBy: downloads).capacity == kibibytes << 10)
    }
}
