import Foundation
import MiniMaxHailuo
import OpenAIVideos
import Synchronization
import VideoGenerationTesting

@testable import VideoGeneration
@testable import VideoGenerationCore

/// A dialect of the package as an entry of `providers.json` can name it.
struct DialectEntry: Sendable, CustomStringConvertible {
    let dialect: String
    var create: String?

    var description: String { [dialect, create].compactMap(\.self).joined(separator: " ") }

    /// Every dialect, and each way in which `openai-videos` orders.
    static let all: [DialectEntry] = (MiniMaxHailuo.plugins + OpenAIVideos.plugins).flatMap { plugin in
        plugin.options.contains("create")
            ? ["auto", "json", "multipart"].map { DialectEntry(dialect: plugin.dialect, create: $0) }
            : [DialectEntry(dialect: plugin.dialect)]
    }

    /// Whether the dialect tells errors as `base_resp` under HTTP 200.
    var hasBaseResponse: Bool { dialect.hasPrefix("minimax") && dialect != "minimax-v2" }

    var baseURL: String { dialect.hasPrefix("minimax") ? "https://api.example.com" : "https://api.example.com/v1" }

    func provider(id: String, resendsAfter429: Bool) throws -> DialectProvider {
        try ProviderRegistry(MiniMaxHailuo.plugins + OpenAIVideos.plugins).provider(
            for: ProviderConfiguration(
                id: id,
                dialect: dialect,
                baseURL: baseURL,
                options: create.map { ["create": .string($0)] },
                resendAfter429: resendsAfter429
            ),
            environment: [:]
        )
    }

    /// An order that this dialect can send.
    func request(_ prompt: String) -> VideoRequest {
        switch dialect {
        case "minimax-template": VideoRequest(prompt: "", source: .template(id: "393769180141805569", texts: [prompt]))
        case "openai-videos": VideoRequest(prompt: prompt, model: "sora-2", seconds: 4)
        case "veo-unified": VideoRequest(prompt: prompt, model: "veo3-fast")
        case "newapi-task": VideoRequest(prompt: prompt, model: "any-model")
        case "minimax-v2": VideoRequest(prompt: prompt, seconds: 5, resolution: "768P", aspectRatio: "16:9")
        default: VideoRequest(prompt: prompt)
        }
    }
}

/// A client with a journal on disk, a clock that takes no time, and a server that is a function.
struct GateBench: Sendable {
    let entry: DialectEntry
    let folder: TemporaryFolder
    let clock: ManualClock
    let transport: ScriptedTransport
    let journal: FileJournal
    let client: VideoClient

    /// - Parameters:
    ///   - folder: another bench's folder, to share its journal.
    ///   - server: what answers; ``free(_:)`` answers free reads.
    init(
        _ entry: DialectEntry,
        in folder: TemporaryFolder? = nil,
        id: String = "gate",
        clock: ManualClock = ManualClock(),
        disk: any Disk = UnsyncedDisk(),
        resendsAfter429: Bool = true,
        server: @escaping @Sendable (HTTPRequest) throws -> HTTPResponse
    ) throws {
        self.entry = entry
        self.folder = try folder ?? TemporaryFolder()
        self.clock = clock
        transport = ScriptedTransport(respond: server)
        journal = try FileJournal(
            folder: self.folder.path + "/state",
            environment: EngineEnvironment(
                transport: transport,
                disk: disk,
                clock: clock,
                random: SeededRandom(seed: 1)
            )
        )
        client = VideoClient(
            providers: [try entry.provider(id: id, resendsAfter429: resendsAfter429)],
            journal: journal
        )
    }

    /// Answers every purchase in one way.
    init(_ entry: DialectEntry, submits response: HTTPResponse, resendsAfter429: Bool = true) throws {
        try self.init(entry, resendsAfter429: resendsAfter429) { $0.method == .post ? response : Self.free($0) }
    }

    /// What a server says to a free read for something that it does not have.
    static func free(_ request: HTTPRequest) -> HTTPResponse {
        .json(404, #"{"error":{"message":"task not found","code":"task_not_exist"}}"#)
    }

    var posts: [HTTPRequest] { transport.requests.filter { $0.method == .post } }

    /// The last task, as a process that starts now reads it.
    var kept: VideoTask? {
        get throws {
            try FileJournal(
                folder: journal.folder,
                environment: EngineEnvironment(clock: clock)
            ).tasks().last
        }
    }

    /// Orders a video.
    func submit(_ prompt: String = "a paper boat") async -> Result<VideoTask, VideoError> {
        do {
            return .success(try await client.submit(entry.request(prompt), using: client.providers[0].id))
        } catch { return .failure(error) }
    }
}

extension HTTPResponse {
    static func json(_ status: Int, _ text: String, _ fields: HTTPFields = [:]) -> HTTPResponse {
        HTTPResponse(status: status, fields: fields, body: Array(text.utf8))
    }

    /// An error page as servers and proxies send it.
    static func page(_ status: Int, _ words: String, _ fields: HTTPFields = [:]) -> HTTPResponse {
        let page = "<!DOCTYPE html><html><head><title>\(words)</title></head><body><h1>\(words)</h1></body></html>"
        return .json(status, page, fields)
    }
}

extension Result {
    var failure: Failure? { if case .failure(let error) = self { error } else { nil } }
    var success: Success? { if case .success(let value) = self { value } else { nil } }
}
