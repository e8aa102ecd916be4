import Foundation
import MiniMaxHailuo
import OpenAIVideos
import VideoGeneration
import VideoGenerationTesting

@testable import VideoREPL

/// The files of the snapshot before the core, with a copy of its state folder that a test may change.
struct EarlierSnapshot {
    static let pruned = "video_2554f4ae7e3e6a502a24d76e42339173"
    static let part = VideoTask.ID(rawValue: "v6-45jm")
    static let unknown = VideoTask.ID(rawValue: "v5-yxvr")

    let folder: TemporaryFolder
    let transport: any HTTPTransport
    let clock = ManualClock(startingAt: Date(timeIntervalSince1970: 1_795_819_500))

    init(_ transport: any HTTPTransport = ScriptedTransport()) throws {
        self.transport = transport
        folder = try TemporaryFolder()
        try FileManager.default.copyItem(at: Self.file("state"), to: URL(fileURLWithPath: folder.path + "/state"))
    }

    static func file(_ name: String) -> URL {
        Bundle.module.bundleURL.appendingPathComponent("Fixtures/\(name)")
    }

    static let registry = ProviderRegistry(MiniMaxHailuo.plugins + OpenAIVideos.plugins)

    static func entries() throws -> [ProvidersFile.Entry] {
        try ProvidersFile.entries(JSONValue(parsing: Array(Data(contentsOf: file("providers.json")))), registry)
    }

    func journal() throws -> FileJournal {
        try FileJournal(
            folder: folder.path + "/state",
            environment: EngineEnvironment(transport: transport, clock: clock)
        )
    }

    func client(budget: Budget? = nil) throws -> VideoClient {
        let providers = try Self.entries().compactMap(\.configuration).map {
            try Self.registry.provider(for: $0, environment: ["RELAY_KEY": "sk-invented-0123456789abcdef"])
        }
        return VideoClient(providers: providers, journal: try journal(), settings: .init(budget: budget))
    }
}
