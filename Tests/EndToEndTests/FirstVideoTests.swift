import Foundation
import Testing
import VideoGeneration
import VideoGenerationTesting
import VideoSimulator

@Suite(.timeLimit(.minutes(20))) struct FirstVideoTests {
    @Test(
        "From a prompt to a verified file on disk, over real sockets",
        arguments: [
            ("minimax-v1", "MiniMax-Hailuo-02"), ("minimax-relay", "MiniMax-Hailuo-02"),
            ("minimax-cometapi", "MiniMax-Hailuo-02"), ("minimax-v2", "MiniMax-H3"), ("openai-videos", "veo3-fast"),
            ("veo-unified", "veo3-fast"), ("newapi-task", "veo3-fast"),
        ]
    )
    func firstVideo(_ dialect: String, _ model: String) async throws {
        let bench = try SimulatedBench()
        let path = bench.folder.path + "/film.mp4"
        let task = try await bench.client.generate(
            VideoRequest(prompt: "a paper boat in the rain", model: model),
            using: dialect,
            savingTo: path,
            wait: .seconds(30)
        )
        let file = try #require(task.file)
        #expect(task.state == .stored)
        #expect(file.path == path)
        #expect(file.bytes == Int64(try Data(contentsOf: URL(fileURLWithPath: path)).count))
        #expect(file.width > 0 && file.height > 0 && file.seconds > 1)
        let ledger = bench.simulator.ledger
        #expect(ledger.submits == 1)
        #expect(ledger.videosBilled == 1)
        #expect(ledger.tasks.values.first?.videoSHA256 == file.sha256)
        #expect(ledger.credentialsAtMedia.isEmpty)
        let left = try FileManager.default.contentsOfDirectory(atPath: bench.journal.partsFolder)
        #expect(left.isEmpty)
    }
}
