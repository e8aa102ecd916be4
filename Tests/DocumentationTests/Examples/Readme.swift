import MiniMaxHailuo
import VideoGeneration

/// The example of the README, which a formatter would make longer.
// swift-format-ignore
func readme() async throws {
    let client = VideoClient(providers: [try .miniMax()], journal: try FileJournal(folder: "videos"))
    let task = try await client.generate(
        VideoRequest(prompt: "a paper boat in the rain"), using: "minimax", savingTo: "boat.mp4")
    print(task.file?.path ?? "", task.file?.sha256 ?? "")
}
