import Foundation
import Testing
import VideoGeneration
import VideoGenerationTesting
import VideoRecording

@testable import VideoREPL

@Suite("What is recorded is all in the file", .timeLimit(.minutes(20)))
struct RecordingTests {
    @Test("Of many exchanges at the same time the file has all, whoever wrote last")
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

    @Test("A recording that cannot be written to its end says so at `record off`")
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

    @Test("replay is refused while jobs go on in the background: a paid job would lose its provider")
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
