import Foundation
import Testing
import VideoGeneration
import VideoGenerationTesting
import VideoRecording

@testable import VideoREPL

@Suite("A recording file has every exchange", .timeLimit(.minutes(20)))
struct RecordingTests {
    @Test("The file has all of many concurrent exchanges")
    func together() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/boat.har"
        let transport = SessionTransport(ScriptedTransport { _ in HTTPResponse(status: 200, body: Array("{}".utf8)) })
        try transport.record(to: path)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 1...64 {
                let url = try #require(HTTPURL("https://api.example.com/v1/videos/\(number)"))
                group.addTask { _ = try await transport.response(to: HTTPRequest(.get, url)) }
            }
            try await group.waitForAll()
        }
        #expect(try Recording(contentsOf: path).exchanges.count == 64)
        try transport.stop()
        #expect(transport.recordingPath == nil)
    }

    @Test("`record off` reports a recording that cannot be written")
    func unwritable() async throws {
        let folder = try TemporaryFolder()
        let place = folder.path + "/place"
        try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
        let transport = SessionTransport(ScriptedTransport { _ in HTTPResponse(status: 200, body: Array("{}".utf8)) })
        try transport.record(to: place + "/boat.har")
        try FileManager.default.removeItem(atPath: place)
        let url = try #require(HTTPURL("https://api.example.com/v1/videos/1"))
        _ = try await transport.response(to: HTTPRequest(.get, url))
        let error = try #require(throws: VideoError.self) { try transport.stop() }
        #expect(error.message.contains("boat.har cannot be written"))
        #expect(transport.recordingPath == nil)
    }

    @Test("replay is refused while tasks run in the background, because a paid task would lose its provider")
    func replayBesideJobs() async throws {
        let folder = try TemporaryFolder()
        let run = try await REPLProcess.run(
            [],
            state: folder.path + "/state",
            folder: folder.path,
            input: "generate boat --output boat.mp4 &\nreplay boat.har\n"
        )
        #expect(run.code == 2)
        #expect(run.errors.contains("Tasks are still running in the background"), "\(run.errors)")
    }
}
