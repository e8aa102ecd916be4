import Foundation
import Testing
import VideoGenerationTesting

@Suite("explain", .timeLimit(.minutes(20)))
struct ExplainTests {
    @Test("A response about an ID with slashes and colons is explained, with and without the ID in the request")
    func path() async throws {
        let folder = try TemporaryFolder()
        let body =
            #"{"id":"models/veo-3/operations/7:a","status":"in_progress","polling_url":"https://a.example/p?s=1"}"#
        try Data(body.utf8).write(to: URL(fileURLWithPath: folder.path + "/a.json"))
        for option in [[], ["--task-id", "models/veo-3/operations/7:a"]] {
            let run = try await REPLProcess.run(
                ["explain", "a.json", "--dialect", "openai-videos", "--operation", "status"] + option,
                state: folder.path + "/state",
                folder: folder.path
            )
            #expect(run.code == 0, "\(run.errors)")
            #expect(run.output.contains("Task: models/veo-3/operations/7:a"))
            #expect(run.output.contains("Poll URL: https://a.example/p?…"), "\(run.output)")
        }
    }
}
