import Foundation
import Synchronization
import Testing
import VideoGeneration
import VideoGenerationTesting

@testable import VideoREPL

@Suite("doctor checks every provider", .timeLimit(.minutes(20)))
struct DoctorTests {
    @Test("All providers are checked at once, and shown in the order of the file")
    func together() async throws {
        let folder = try TemporaryFolder()
        let ids = ["a", "b", "c", "d"]
        let entries = ids.map { #"{"id": "\#($0)", "dialect": "test", "baseURL": "https://\#($0).example"}"# }
        let config = folder.path + "/providers.json"
        try Data("[\(entries.joined(separator: ","))]".utf8).write(to: URL(fileURLWithPath: config))
        let output = folder.path + "/output"
        try Data().write(to: URL(fileURLWithPath: output))
        let file = try #require(FileHandle(forWritingAtPath: output))
        let environment = ["HOME": folder.path, "VIDEO_CONFIG": config]
        let session = Session(
            registry: TestDialect.registry,
            variables: environment,
            folders: UserFolders(environment: environment),
            console: Console(output: file.fileDescriptor, errors: file.fileDescriptor, environment: environment),
            options: Invocation(),
            isPrompt: false,
            environment: EngineEnvironment(transport: MeetingTransport(count: ids.count))
        )
        _ = try await Command.doctor.run(Invocation(command: "doctor"), session)
        let lines = try String(contentsOfFile: output, encoding: .utf8).split(separator: "\n")
        let answers = lines.filter { $0.contains("responds at https://") }
        #expect(answers.compactMap { $0.split(separator: " ").dropFirst().first.map(String.init) } == ids, "\(lines)")
    }
}

/// Responds that the task does not exist, once the expected number of requests has arrived.
private final class MeetingTransport: HTTPTransport {
    private let count: Int
    private let waiting = Mutex<[AsyncStream<Never>.Continuation]>([])

    init(count: Int) { self.count = count }

    func send(_ request: HTTPRequest, timeouts: HTTPTimeouts, to sink: some HTTPSink) async throws {
        let (stream, continuation) = AsyncStream<Never>.makeStream()
        waiting.withLock { waiting in
            waiting.append(continuation)
            if waiting.count == count { for continuation in waiting { continuation.finish() } }
        }
        for await _ in stream {}
        try Task.checkCancellation()
        try await sink.receive(head: HTTPResponse(status: 404).head)
    }
}
