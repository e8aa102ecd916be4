import Foundation
import MiniMaxHailuo
import OpenAIVideos
import VideoGeneration
import VideoGenerationTesting
import VideoSimulator

/// A real client on real sockets: every dialect's provider against one simulator.
struct SimulatedBench {
    let simulator: VideoSimulator
    let ports: VideoSimulator.Ports
    let folder: TemporaryFolder
    let journal: Journal
    let client: VideoClient

    init(
        _ options: SimulatorOptions = SimulatorOptions(generationTime: 0.4),
        faults: FaultScript = FaultScript(),
        downloads: DownloadLimits = DownloadLimits()
    ) throws {
        simulator = VideoSimulator(options, faults: faults)
        ports = try simulator.start()
        folder = try TemporaryFolder()
        journal = try Journal(folder: folder.path + "/state")
        let registry = ProviderRegistry(MiniMaxHailuo.plugins + OpenAIVideos.plugins)
        let port = ports.api
        let providers = try registry.plugins.map { plugin in
            let isOpenAIStyle = ["openai-videos", "veo-unified", "newapi-task"].contains(plugin.dialect)
            return try registry.provider(
                for: ProviderConfiguration(
                    id: plugin.dialect,
                    dialect: plugin.dialect,
                    baseURL: "http://127.0.0.1:\(port)" + (isOpenAIStyle ? "/v1" : ""),
                    keyEnv: "TEST_KEY"
                ),
                transport: SystemTransport.shared,
                environment: ["TEST_KEY": "sk-invented-0123456789"]
            )
        }
        var settings = VideoClient.Settings()
        settings.polling.first = .milliseconds(100)
        settings.downloads = downloads
        client = VideoClient(providers: providers, journal: journal, settings: settings)
    }
}
