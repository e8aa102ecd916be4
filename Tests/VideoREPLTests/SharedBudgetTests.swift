import Foundation
import TestSupport
import Testing
import VideoGenerationTesting
import VideoSimulator

@Suite("Programs that share a budget", .ownThread, .timeLimit(.minutes(20)))
struct SharedBudgetTests {
    @Test("Ten programs that submit at once, with a budget for two, buy two videos")
    func tenPrograms() async throws {
        let folder = try TemporaryFolder()
        let simulator = VideoSimulator(SimulatorOptions(generationTime: 0.2))
        let base = "http://127.0.0.1:\(try simulator.start().api)/v1"
        let words = [
            "submit", "a boat", "--model", "sora-2", "--seconds", "4", "--budget-seconds", "8", "--budget-per", "day",
            "--dialect", "openai-videos", "--base-url", base,
        ]
        let codes = try await withThrowingTaskGroup(of: Int32.self) { group in
            for _ in 0..<10 {
                group.addTask {
                    try await REPLProcess.run(words, state: folder.path + "/state", folder: folder.path).code
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(codes.sorted() == [0, 0] + [Int32](repeating: 2, count: 8))
        #expect(simulator.ledger.submits == 2)
    }
}
