import Foundation
import Testing
import VideoGeneration
import VideoGenerationTesting

@testable import VideoREPL

@Suite("References of each kind at the prompt", .timeLimit(.minutes(20))) struct ReferenceOptionTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        for name in ["a.png", "b.mp4"] { try Data(name.utf8).write(to: URL(fileURLWithPath: folder.path + "/" + name)) }
    }

    private func builder(_ options: [(CommandOption, String)]) -> RequestBuilder {
        var invocation = Invocation()
        invocation.arguments = ["a boat"]
        for (option, value) in options { invocation.add(value, to: option) }
        return RequestBuilder(
            invocation: invocation,
            session: [:],
            provider: [:],
            folders: UserFolders(environment: [:], currentFolder: folder.path),
            disk: POSIXDisk()
        )
    }

    @Test("Each option gives a path or a URL of its kind, and each can be repeated")
    func kinds() throws {
        let url = "https://media.example/v.mp3?x=1"
        let request = try builder([
            (.reference, "a.png"), (.referenceVideo, "b.mp4"), (.referenceVideo, url), (.referenceAudio, url),
        ]).request(model: nil)
        let link = try #require(HTTPURL(url))
        let expected: [MediaInput] = [
            .file(folder.path + "/a.png"), .file(folder.path + "/b.mp4", kind: .video), .url(link, kind: .video),
            .url(link, kind: .audio),
        ]
        #expect(request.references == expected && request.mode == .references)
        let error = #expect(throws: VideoError.self) {
            try builder([(.referenceAudio, "none.mp3")]).request(model: nil)
        }
        #expect(error?.message.contains("--reference-audio") == true)
    }

    @Test("again replaces the references of the kinds that are given, and keeps the others")
    func again() throws {
        let earlier = VideoRequest(
            prompt: "a boat",
            references: [.file("/old.png"), .file("/old.mp4", kind: .video), .file("/old.mp3", kind: .audio)]
        )
        let request = try builder([(.referenceVideo, "b.mp4")]).changes(to: earlier, model: nil)
        let expected: [MediaInput] = [
            .file("/old.png"), .file("/old.mp3", kind: .audio), .file(folder.path + "/b.mp4", kind: .video),
        ]
        #expect(request.references == expected)
    }

    @Test("A request is shown with the length of each data URL instead of its content")
    func shown() throws {
        let data = Data(repeating: 7, count: 300)
        let body: JSONObject = ["uri": .string(try MediaInput.data(data, .mp4).sendableURL())]
        let url = try #require(HTTPURL("https://a.example/v1"))
        let lines = ShownRequest(.posting(body, to: url), of: TestDialect(), keyVariable: nil, inputs: []).lines
        #expect(lines.contains { $0.contains("‹400 characters›") && $0.contains("data:video") }, "\(lines)")
    }

    @Test("An upload is one line, and one JSON object with --json", arguments: [false, true])
    func uploading(isJSON: Bool) throws {
        let path = folder.path + "/output"
        try Data().write(to: URL(fileURLWithPath: path))
        let file = try #require(FileHandle(forWritingAtPath: path))
        let reporter = ProgressReporter(
            console: Console(output: file.fileDescriptor, errors: file.fileDescriptor, environment: [:]),
            clock: SystemClock(),
            background: BackgroundTasks(),
            isJSON: isJSON
        )
        reporter.observe(.uploading(.wav, bytes: 2_000_000))
        let lines =
            isJSON ? #"{"event":"uploading","type":"audio/wav","bytes":2000000}"# : "Uploading 1 audio file (2.0 MB)."
        #expect(try String(contentsOfFile: path, encoding: .utf8) == lines + "\n")
    }

    @Test("A provider without a field for a video refuses it before anything is sent, with exit code 2")
    func refused() async throws {
        let run = try await REPLProcess.run(
            ["dry-run", "a boat", "--reference-video", "b.mp4", "--dialect", "openai-videos", "--base-url"]
                + ["http://127.0.0.1:9/v1", "--model", "any"],
            state: folder.path + "/state",
            folder: folder.path
        )
        #expect(run.code == 2 && !run.lines.joined().contains("POST"), "\(run.errors)")
    }
}
