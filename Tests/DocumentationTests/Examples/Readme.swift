import MiniMaxHailuo
import VideoGeneration

/// The lines of the README, formatted for a reader.
// swift-format-ignore
func readme() async throws {
    let client = VideoClient(providers: [try .miniMax()], journal: try FileJournal(folder: "videos"))
    let task = try await client.generate(
        VideoRequest(prompt: "a paper boat in the rain"), using: "minimax", savingTo: "boat.mp4")
    print(task.file?.path ?? "", task.file?.sha256 ?? "")
}
