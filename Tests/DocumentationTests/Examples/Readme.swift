import Foundation
import MiniMaxHailuo
import VideoGeneration

/// The ten lines of the README, which a formatter would make fifteen.
// swift-format-ignore
func readme() async throws {
    let key = try Secret(ProcessInfo.processInfo.environment["MINIMAX_API_KEY"] ?? "")
    let hailuo = DialectProvider(
        id: "minimax", dialect: MiniMaxV1Dialect(), endpoint: try Endpoint("https://api.minimax.io"), key: key)
    let client = VideoClient(providers: [hailuo], journal: try FileJournal(folder: "videos"))
    let task = try await client.generate(
        VideoRequest(prompt: "a paper boat in the rain"), using: "minimax", savingTo: "boat.mp4")
    print(task.file?.path ?? "", task.file?.sha256 ?? "")
}
