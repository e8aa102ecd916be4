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
    let journal: FileJournal
    let client: VideoClient

    init(
        _ options: SimulatorOptions = SimulatorOptions(generationTime: 0.4),
        faults: FaultScript = FaultScript(),
        downloads: DownloadLimits = DownloadLimits()
    ) throws {
        simulator = VideoSimulator(options, faults: faults)
        ports = try simulator.start()
        folder = try TemporaryFolder()
        journal = try FileJournal(folder: folder.path + "/state")
        let registry = ProviderRegistry(MiniMaxHailuo.plugins + OpenAIVideos.plugins)
        let providers = try registry.plugins.map { [ports] plugin in
            try registry.provider(
                for: ProviderConfiguration(
                    id: plugin.dialect,
                    dialect: plugin.dialect,
                    baseURL: ports.baseURL(for: plugin.dialect),
                    keyEnv: "TEST_KEY"
                ),
                environment: ["TEST_KEY": "sk-invented-0123456789"]
            )
        }
        var settings = VideoClient.Settings()
        settings.polling.first = .milliseconds(100)
        settings.downloads = downloads
        client = VideoClient(providers: providers, journal: journal, settings: settings)
    }
}
