import Testing
import VideoGeneration

@testable import VideoREPL

@Suite(.timeLimit(.minutes(20))) struct OutputOptionTests {
    private func outputs(_ text: String?) throws -> OutputSelection {
        var invocation = Invocation(command: "generate")
        if let text { invocation.add(text, to: .outputs) }
        return try invocation.outputs()
    }

    @Test("--outputs takes all, video, or kinds")
    func words() throws {
        #expect(try outputs(nil) == .video)
        #expect(try outputs("video") == .video)
        #expect(try outputs("all") == .all)
        #expect(try outputs("last-frame,audio") == .kinds([.lastFrame, .audio]))
        #expect(try outputs("video,thumbnail") == .kinds([.video, .thumbnail]))
    }

    @Test("Any other word is refused before anything is sent", arguments: ["picture", "all,audio", "last_frame"])
    func unknown(_ text: String) { #expect(throws: VideoError.self) { try outputs(text) } }
}
